package io.ringmq.bench.cluster;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.plan.Rebalance;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Daemon;
import io.ringmq.bench.process.Directory;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.JavaCommand;
import io.ringmq.remoting.admin.AdminKey;
import io.ringmq.remoting.header.CreateTopicHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One nameserver and three brokers as processes of their own. They outlive this object: any number of programs may open
 * the cluster of a directory, one after the other. Not thread-safe, but for {@link #view}.
 */
public final class LocalCluster implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(30);
    private static final String NAMESERVER_MAIN = "io.ringmq.namesrv.main.NameserverMain";
    private static final String BROKER_MAIN = "io.ringmq.broker.main.BrokerMain";
    private static final String NAMESERVER = "namesrv";
    private static final int READ_WRITE = 6;
    /** Of a broker's log. */
    private static final String DATA_DIRECTORY_LINE = "DataDirectory - directory ";

    private final ClusterSpec spec;
    private final Distribution distribution;
    private final Await await;
    private final ClusterView view;
    /** The last run of each process that this object started. */
    private final Map<String, Daemon.Starting> children = new HashMap<>();

    private LocalCluster(ClusterSpec spec, Distribution distribution, Await await) {
        this.spec = spec;
        this.distribution = distribution;
        this.await = await;
        this.view = new ClusterView(spec.namesrvAddress());
    }

    /**
     * Starts a cluster, or what does not run of it, and waits until every ring has a leader.
     *
     * @throws PortInUseException if another process has one of its ports
     * @throws IllegalStateException if the directory holds a cluster of another shape
     */
    public static LocalCluster start(ClusterSpec spec, Distribution distribution, Await await) {
        requireSameShape(spec);
        LocalCluster cluster = new LocalCluster(spec, distribution, await);
        boolean started = false;
        try {
            cluster.startProcesses();
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.stop();
                cluster.close();
            }
        }
    }

    /** Opens the cluster that was started in a directory before. */
    public static LocalCluster open(Path dir, Distribution distribution, Await await) {
        if (!ClusterSpec.existsIn(dir)) {
            throw new IllegalStateException("no cluster was started in " + dir + "; name its directory with --dir");
        }
        return new LocalCluster(ClusterSpec.load(dir), distribution, await);
    }

    private static void requireSameShape(ClusterSpec spec) {
        if (ClusterSpec.existsIn(spec.dir())) {
            ClusterSpec before = ClusterSpec.load(spec.dir());
            if (before.rings() != spec.rings() || before.basePort() != spec.basePort()) {
                throw new IllegalStateException(spec.dir() + " holds a cluster with --rings " + before.rings()
                        + " --base-port " + before.basePort() + "; use the same, or another --dir");
            }
        }
    }

    /**
     * Writes the configuration of a cluster whose processes the caller starts out of sight, such as in containers. All that
     * asks the cluster itself works; what starts, ends or looks at processes does not.
     */
    public static LocalCluster prepare(ClusterSpec spec, Distribution distribution, Await await) {
        save(spec);
        return new LocalCluster(spec, distribution, await);
    }

    private static void save(ClusterSpec spec) {
        try {
            spec.save();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + spec.dir(), e);
        }
    }

    private void startProcesses() {
        List<Daemon> missing =
                daemons().stream().filter(daemon -> daemon.process().isEmpty()).toList();
        Ports.requireFree(spec, missing.stream().map(Daemon::name).toList());
        save(spec);
        Map<Daemon, Daemon.Starting> starting = new LinkedHashMap<>();
        missing.forEach(daemon -> starting.put(daemon, start(daemon)));
        starting.forEach((daemon, process) -> process.awaitReady(readyLine(daemon), START_TIMEOUT, await));
        awaitLeaders();
    }

    private Daemon.Starting start(Daemon daemon) {
        Daemon.Starting starting = daemon.start(command(daemon));
        children.put(daemon.name(), starting);
        return starting;
    }

    private List<String> command(Daemon daemon) {
        if (daemon.name().equals(NAMESERVER)) {
            return JavaCommand.of(
                    List.of("-Xms64m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                    distribution.nameserver(),
                    NAMESERVER_MAIN,
                    List.of(
                            "--port",
                            Integer.toString(spec.namesrvPort()),
                            "--bind",
                            spec.placement().namesrvHost(),
                            "--data-dir",
                            spec.dir().resolve("data").resolve(NAMESERVER).toString()));
        }
        Path config = spec.dir().resolve(daemon.name() + ".properties");
        List<String> command = new ArrayList<>(spec.placement().launcherOf(daemon.name()));
        List<String> options = new ArrayList<>(brokerJvmOptions());
        options.addAll(distribution.brokerStartOptions());
        Path bootId = bootIdFile(daemon.name());
        if (Files.exists(bootId)) {
            options.add("-Dringmq.bootIdFile=" + bootId);
        }
        command.addAll(
                JavaCommand.of(options, distribution.broker(), BROKER_MAIN, List.of("--config", config.toString())));
        return command;
    }

    private Path bootIdFile(String node) {
        return spec.dir().resolve(node + ".boot-id");
    }

    /** Makes a node that does not run believe, when it starts, that its machine was started again. */
    public void pretendReboot(int node) {
        Path file = bootIdFile(spec.nodeName(node));
        try {
            long before = Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
            Files.writeString(file, Long.toString(before + 1));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String readyLine(Daemon daemon) {
        return daemon.name().equals(NAMESERVER) ? "nameserver ready" : "broker " + daemon.name() + " ready";
    }

    /** What the JVM of every broker is started with. */
    public List<String> brokerJvmOptions() {
        return List.of(
                "-Xms" + spec.heap(),
                "-Xmx" + spec.heap(),
                "-XX:+UseG1GC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dcom.google.protobuf.use_unsafe_pre22_gencode",
                // The sampling of buffers for leaks costs some 3 % of the client threads; tests keep it on.
                "-Dio.netty.leakDetection.level=disabled",
                "-Djdk.serialFilter=!*");
    }

    public ClusterSpec spec() {
        return spec;
    }

    public Distribution distribution() {
        return distribution;
    }

    public Await await() {
        return await;
    }

    /** What the cluster says about itself. */
    public ClusterView view() {
        return view;
    }

    /** The node that leads a ring according to the nameserver, if that node runs. */
    public OptionalInt leader(int ring) {
        Optional<String> address = view.leader(spec.ringName(ring));
        return address.map(a -> OptionalInt.of(spec.nodeAt(a))).orElse(OptionalInt.empty());
    }

    /** Waits until every ring has a leader that runs, and the nameserver knows it. */
    public void awaitLeaders() {
        for (int ring = 0; ring < spec.rings(); ring++) {
            int r = ring;
            await.until("a leader of " + spec.ringName(r), LEADER_TIMEOUT, () -> hasLeader(r));
        }
    }

    private boolean hasLeader(int ring) {
        OptionalInt leader = leader(ring);
        return leader.isPresent() && isRunning(leader.getAsInt());
    }

    /** Waits until every node is registered with the nameserver for every ring. */
    public void awaitAllRegistered() {
        for (int ring = 0; ring < spec.rings(); ring++) {
            int r = ring;
            await.until("three registered replicas of " + spec.ringName(r), START_TIMEOUT, () -> isRegistered(r));
        }
    }

    private boolean isRegistered(int ring) {
        return view.addresses(spec.ringName(ring)).values().stream().distinct().count() == ClusterSpec.NODES;
    }

    /** Whether every ring has a leader that runs, and three registered replicas. */
    public boolean isWhole() {
        return IntStream.range(0, spec.rings()).allMatch(ring -> hasLeader(ring) && isRegistered(ring));
    }

    /** Gives every node as many rings to lead as any other, give or take one; all nodes must be registered. */
    public void spreadLeaders() {
        if (spec.rings() == 1) {
            return;
        }
        try (AdminClient admin = admin()) {
            Rebalance.plan(admin.rings()).forEach(move -> Rebalance.carryOut(admin, move));
        }
        awaitLeaders();
    }

    /** An operator with the cluster's key; the caller closes it. */
    public AdminClient admin() {
        try {
            return new AdminClient(
                    spec.namesrvAddress(), AdminKey.read(spec.adminKeyFile()), await.clock(), new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException("the cluster's admin key cannot be read", e);
        }
    }

    /** Creates a topic on every ring and waits until clients can find it. */
    public void createTopic(String topic, int queues) {
        createTopic(topic, queues, "");
    }

    /**
     * Creates a topic with attributes.
     *
     * @param attributes as RocketMQ's tools write them, such as {@code +deduplication=true}
     */
    public void createTopic(String topic, int queues, String attributes) {
        CreateTopicHeader header =
                new CreateTopicHeader(topic, "TBW102", queues, queues, READ_WRITE, "SINGLE_TAG", 0, false, attributes);
        for (int ring = 0; ring < spec.rings(); ring++) {
            String name = spec.ringName(ring);
            await.until("topic " + topic + " on " + name, LEADER_TIMEOUT, () -> view.createTopic(name, header));
        }
        await.until("a route to topic " + topic, LEADER_TIMEOUT, () -> view.hasRoute(topic));
    }

    public boolean isRunning(int node) {
        return broker(node).process().isPresent();
    }

    /** Process id of a running node. */
    public long pid(int node) {
        return broker(node)
                .process()
                .orElseThrow(() -> new IllegalStateException(spec.nodeName(node) + " does not run"))
                .pid();
    }

    /** Process ids of everything that runs, the nameserver first. */
    public List<Long> processIds() {
        return daemons().stream()
                .flatMap(daemon -> daemon.process().stream())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Kills a node as {@code kill -9} does. */
    public void kill(int node) {
        broker(node).kill();
    }

    /** Ends a node in order (SIGTERM): it hands leadership over first. */
    public void terminate(int node) {
        broker(node).stop(STOP_TIMEOUT);
    }

    /** How the last run of a node ended, if this object started it and it has ended. */
    public OptionalInt exitCode(int node) {
        Daemon.Starting run = children.get(spec.nodeName(node));
        return run == null || run.process().isAlive()
                ? OptionalInt.empty()
                : OptionalInt.of(run.process().exitValue());
    }

    /** Whether the last run of a node, if this object started it, has opened its data directory, and so begun to recover. */
    public boolean hasBegunToRecover(int node) {
        return hasSaid(node, DATA_DIRECTORY_LINE);
    }

    /** Whether the last run of a node, if this object started it, has got as far as to serve. */
    public boolean hasGotReady(int node) {
        return hasSaid(node, readyLine(broker(node)));
    }

    private boolean hasSaid(int node, String text) {
        Daemon.Starting run = children.get(spec.nodeName(node));
        return run != null && run.says(text);
    }

    /** Starts a node that does not run, on the data it had. */
    public void startNode(int node) {
        if (!isRunning(node)) {
            Daemon daemon = broker(node);
            start(daemon).awaitReady(readyLine(daemon), START_TIMEOUT, await);
        }
    }

    /** Starts a node that does not run, and does not wait until it is ready. */
    public void launchNode(int node) {
        if (!isRunning(node)) {
            var unused = start(broker(node));
        }
    }

    /** Starts a node beside the first three, one that waits to be added to their rings. */
    public void startJoiner(int node) {
        try {
            spec.saveJoiner(node);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + spec.dir(), e);
        }
        startNode(node);
    }

    /** Deletes the data of a node that does not run. */
    public void wipe(int node) {
        Directory.delete(spec.dataDir(node));
    }

    /** The nodes that do not run. */
    public List<Integer> deadNodes() {
        return IntStream.range(0, ClusterSpec.NODES)
                .filter(node -> !isRunning(node))
                .boxed()
                .toList();
    }

    /** Ends every process, brokers first. Idempotent; the data stay. */
    public void stop() {
        List<Daemon> all = new ArrayList<>(daemons());
        java.util.Collections.reverse(all);
        all.forEach(daemon -> daemon.stop(STOP_TIMEOUT));
    }

    /** Kills every process at once; the data stay. */
    public void killAll() {
        daemons().forEach(Daemon::kill);
    }

    /** Kills every process and deletes the data; configuration and logs stay. */
    public void discard() {
        killAll();
        Directory.delete(spec.dir().resolve("data"));
    }

    /** What each node reports about itself, by ring. */
    public List<String> status() {
        List<String> lines = new ArrayList<>();
        lines.add("nameserver " + spec.namesrvAddress() + " "
                + (new Daemon(spec.dir(), NAMESERVER).process().isPresent() ? "runs" : "does not run"));
        for (int ring = 0; ring < spec.rings(); ring++) {
            Map<Long, String> addresses = view.addresses(spec.ringName(ring));
            String leader = addresses.get(0L);
            lines.add(spec.ringName(ring) + ": leader "
                    + (leader == null ? "unknown" : spec.nodeName(spec.nodeAt(leader)) + " at " + leader));
            for (int node = 0; node < ClusterSpec.NODES; node++) {
                lines.add("  " + NodeStatus.describe(this, node, ring));
            }
        }
        return lines;
    }

    private Daemon broker(int node) {
        return new Daemon(spec.dir(), spec.nodeName(node));
    }

    private List<Daemon> daemons() {
        List<Daemon> all = new ArrayList<>();
        all.add(new Daemon(spec.dir(), NAMESERVER));
        IntStream.range(0, ClusterSpec.NODES + ClusterSpec.JOINERS)
                .filter(spec::hasNode)
                .mapToObj(this::broker)
                .forEach(all::add);
        return all;
    }

    /** Lets go of the connections; the processes run on. */
    @Override
    public void close() {
        view.close();
    }
}
