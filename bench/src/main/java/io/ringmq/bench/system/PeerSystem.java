package io.ringmq.bench.system;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Daemon;
import io.ringmq.bench.process.Directory;
import io.ringmq.bench.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A system that is not ours, in a directory of its own. */
final class PeerSystem implements BenchSystem {
    static final String HEAP = "1g";

    /** The same for every broker that is a JVM. */
    static final List<String> BROKER_JVM_OPTIONS = List.of("-Xms" + HEAP, "-Xmx" + HEAP, "-XX:+UseG1GC");

    static final Duration WHOLE_TIMEOUT = Duration.ofMinutes(2);

    /** A system that was stopped may look well for a moment, until its nodes notice that time has passed. */
    static final Duration STEADY = Duration.ofSeconds(3);

    static final Duration LEADER_TIMEOUT = Duration.ofMinutes(1);

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Peer peer;
    private final Path dir;
    private final FlushMode flush;
    private final Await await;

    private PeerSystem(Peer peer, Path dir, FlushMode flush, Await await) {
        this.peer = peer;
        this.dir = dir;
        this.flush = flush;
        this.await = await;
    }

    /**
     * Starts all processes side by side and waits until the system is whole.
     *
     * @param dir holds data, configuration, output and process ids; new
     * @throws io.ringmq.bench.process.AwaitException with the end of a log if it does not start
     */
    static PeerSystem start(Peer peer, Path dir, FlushMode flush, Await await) {
        PeerSystem system = new PeerSystem(peer, dir, flush, await);
        Runtime.getRuntime().addShutdownHook(new Thread(system::killAll));
        boolean whole = false;
        try {
            peer.prepare();
            system.startAll();
            system.awaitWhole();
            whole = true;
            return system;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + dir, e);
        } finally {
            if (!whole) {
                system.close();
            }
        }
    }

    static String nodeName(int node) {
        return "n" + node;
    }

    static Path dataDir(Path dir) {
        return dir.resolve("data");
    }

    static String jvmVersion() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    private void startAll() {
        Map<Peer.Server, Daemon.Starting> starting = new LinkedHashMap<>();
        peer.servers()
                .forEach(server -> starting.put(server, daemon(server.name()).start(server.command())));
        starting.forEach((server, process) -> process.awaitReady(server.readyLine(), START_TIMEOUT, await));
    }

    @Override
    public String name() {
        return peer.kind().label() + "-" + flush.word();
    }

    @Override
    public String address() {
        return peer.address();
    }

    @Override
    public Map<String, String> facts() {
        return peer.facts();
    }

    @Override
    public void createTopic(String topic, int queues) {
        await.until(
                "the creation of topic " + topic + " on " + name(),
                LEADER_TIMEOUT,
                () -> peer.createTopic(topic, queues));
        await.until("three replicas of topic " + topic, LEADER_TIMEOUT, () -> peer.hasTopic(topic, queues));
    }

    @Override
    public List<Long> brokerPids() {
        return pids(IntStream.range(0, NODES).mapToObj(PeerSystem::nodeName).toList());
    }

    @Override
    public void pause() {
        Signal.STOP.send(allPids());
    }

    @Override
    public void resume() {
        Signal.CONT.send(allPids());
        await.untilSteady("a whole " + name(), WHOLE_TIMEOUT, STEADY, peer::isWhole);
    }

    @Override
    public int leaderNode(String topic) {
        return await.first("a leader of queue 0 of " + topic, LEADER_TIMEOUT, () -> peer.leader(topic));
    }

    @Override
    public void kill(int node) {
        daemon(nodeName(node)).kill();
    }

    @Override
    public void startNode(int node) {
        Daemon daemon = daemon(nodeName(node));
        if (daemon.process().isEmpty()) {
            Peer.Server server = peer.servers().stream()
                    .filter(s -> s.name().equals(nodeName(node)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no node " + node));
            daemon.start(server.command()).awaitReady(server.readyLine(), START_TIMEOUT, await);
        }
    }

    @Override
    public void awaitWhole() {
        await.until("a whole " + name(), WHOLE_TIMEOUT, peer::isWhole);
    }

    @Override
    public void close() {
        killAll();
        peer.close();
        Directory.delete(dataDir(dir));
    }

    private void killAll() {
        peer.servers().forEach(server -> daemon(server.name()).kill());
    }

    private List<Long> allPids() {
        return pids(peer.servers().stream().map(Peer.Server::name).toList());
    }

    private List<Long> pids(List<String> names) {
        return names.stream()
                .flatMap(name -> daemon(name).process().stream())
                .map(ProcessHandle::pid)
                .toList();
    }

    private Daemon daemon(String name) {
        return new Daemon(dir, name);
    }
}
