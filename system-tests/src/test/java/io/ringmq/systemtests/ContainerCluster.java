package io.ringmq.systemtests;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Placement;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * A nameserver and three brokers in containers, of an image that {@code scripts/image} makes of what was built. Nodes talk to each
 * other on a network of their own, which faults can cut; clients reach them on another one.
 *
 * <pre>
 *               clients' network    nodes' network
 * this JVM      10.214.N.1
 * nameserver    10.214.N.10
 * node i        10.214.N.(11 + i)   10.215.N.(11 + i)
 * </pre>
 *
 * Configuration, data and logs are in a directory that the containers share with this JVM, under the same path. Needs an engine on
 * this machine, and Linux: no port is published.
 */
final class ContainerCluster implements AutoCloseable {
    private static final String HEAP = "256m";
    private static final Duration IMAGE_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration TOOL_TIMEOUT = Duration.ofSeconds(20);
    private static final int SUBNETS = 250;
    private static final int NAMESERVER = -1;

    private final LocalCluster cluster;
    private final String image;
    private final Network clientsNetwork;
    private final Network nodesNetwork;
    private final Node nameserver;
    private final List<Node> brokers;

    /** @param image must be there: a container that is described looks for its image, in a registry if need be */
    private ContainerCluster(LocalCluster cluster, String image, int number) {
        this.cluster = cluster;
        this.image = image;
        this.clientsNetwork = network("10.214." + number + ".0/24");
        this.nodesNetwork = network("10.215." + number + ".0/24");
        this.nameserver = new Node("namesrv", clientsAddress(number, NAMESERVER), "");
        this.brokers = nodes().mapToObj(node -> new Node(
                        cluster.spec().nodeName(node), clientsAddress(number, node), nodesAddress(number, node)))
                .toList();
    }

    /** Builds the image, starts a cluster, and waits until its nodes are registered. */
    static ContainerCluster start(String name) {
        int number = (int) (ProcessHandle.current().pid() % SUBNETS);
        Await await = new Await(Clock.systemUTC());
        ClusterSpec spec = spec(ClusterHarness.directory(name, await), number);
        LocalCluster cluster = LocalCluster.prepare(spec, Distribution.fromSystemProperty(), await);
        ContainerCluster made = new ContainerCluster(cluster, buildImage(cluster), number);
        boolean started = false;
        try {
            made.startContainers();
            started = true;
            return made;
        } finally {
            if (!started) {
                made.close();
            }
        }
    }

    private static ClusterSpec spec(Path dir, int number) {
        ClusterSpec spec = ClusterSpec.defaults(dir);
        String members = nodes().mapToObj(
                        node -> spec.nodeName(node) + "=" + nodesAddress(number, node) + ":" + spec.raftPort(node))
                .collect(Collectors.joining(","));
        List<String> hosts =
                nodes().mapToObj(node -> clientsAddress(number, node)).toList();
        return spec.withPlacement(new Placement(clientsAddress(number, NAMESERVER), hosts, ""))
                .withBrokerKey("members", members)
                .withBrokerKey("bindAddress", "0.0.0.0")
                .withBrokerKey("segmentBytes", "8MiB")
                .withBrokerKey("transactionCheckInterval", "5000");
    }

    private static IntStream nodes() {
        return IntStream.range(0, ClusterSpec.NODES);
    }

    private static String clientsAddress(int number, int node) {
        return "10.214." + number + "." + (11 + node);
    }

    private static String nodesAddress(int number, int node) {
        return "10.215." + number + "." + (11 + node);
    }

    /** Without a way out, so that nothing gets past a network that was cut through a router. */
    private static Network network(String subnet) {
        return Network.builder()
                .createNetworkCmdModifier(command -> command.withInternal(true)
                        .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet))))
                .build();
    }

    private static String buildImage(LocalCluster cluster) {
        String image = "ringmq:system-tests-" + ProcessHandle.current().pid();
        Path script = cluster.distribution().home().resolve("scripts").resolve("image");
        run(toolLog(cluster), IMAGE_TIMEOUT, List.of(script.toString(), "--no-build", "--tag", image));
        return image;
    }

    private void startContainers() {
        ClusterSpec spec = cluster.spec();
        nameserver.willRun(
                "nameserver ready",
                "@namesrv",
                "--bind",
                "0.0.0.0",
                "--port",
                Integer.toString(spec.namesrvPort()),
                "--data-dir",
                spec.dir().resolve("data").resolve("namesrv").toString());
        for (Node broker : brokers) {
            broker.willRun(
                    "broker " + broker.name + " ready",
                    "@broker",
                    "--config",
                    spec.dir().resolve(broker.name + ".properties").toString());
        }
        Startables.deepStart(Stream.concat(Stream.of(nameserver), brokers.stream()))
                .join();
        cluster.awaitAllRegistered();
    }

    /** The cluster as those see it who are on the clients' network. */
    LocalCluster cluster() {
        return cluster;
    }

    /** Takes a node off the nodes' network. */
    void unplug(int node) {
        client().disconnectFromNetworkCmd()
                .withNetworkId(nodesNetwork.getId())
                .withContainerId(brokers.get(node).getContainerId())
                .exec();
    }

    /** Gives a node back its place on the nodes' network. */
    void plug(int node) {
        brokers.get(node).joinNodes(brokers.get(node).getContainerId());
    }

    /** From now on the other nodes get nothing of what a node sends. Needs root. */
    void mute(int node) {
        filterAtOthers("-I", node);
    }

    /** Ends {@link #mute}. */
    void unmute(int node) {
        filterAtOthers("-D", node);
    }

    private void filterAtOthers(String change, int node) {
        String source = brokers.get(node).nodesAddress;
        nodes().filter(other -> other != node)
                .forEach(other -> brokers.get(other).filter(change, source));
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }

    private static Path toolLog(LocalCluster cluster) {
        return cluster.spec().dir().resolve("tools.log");
    }

    private static void run(Path output, Duration within, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end within " + within);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }

    /** Removes containers, networks, the image and the data; configuration and logs stay. */
    @Override
    public void close() {
        brokers.forEach(Node::stop);
        nameserver.stop();
        nodesNetwork.close();
        clientsNetwork.close();
        client().removeImageCmd(image).exec();
        cluster.discard();
        cluster.close();
    }

    /** One process of the cluster. Its output goes to a file of its name. */
    private final class Node extends GenericContainer<Node> {
        private final String name;
        private final String nodesAddress;

        /** @param nodesAddress empty for the nameserver, which is not on the nodes' network */
        Node(String name, String clientsAddress, String nodesAddress) {
            super(DockerImageName.parse(image));
            this.name = name;
            this.nodesAddress = nodesAddress;
            String dir = cluster.spec().dir().toString();
            withNetwork(clientsNetwork);
            withEnv("JDK_JAVA_OPTIONS", "-Xmx" + HEAP + " -XX:+UseSerialGC");
            withLogConsumer(this::log);
            withCreateContainerCmdModifier(command -> {
                command.withIpv4Address(clientsAddress)
                        .withUser(owner(cluster.spec().dir()));
                // Not withFileSystemBind: it tries the mounting first, with an image of a registry.
                Objects.requireNonNull(command.getHostConfig()).withBinds(Bind.parse(dir + ":" + dir));
            });
        }

        void willRun(String readyLine, String... command) {
            withCommand(command);
            waitingFor(Wait.forLogMessage(".*" + readyLine + ".*\\n", 1).withStartupTimeout(START_TIMEOUT));
        }

        @Override
        protected void containerIsCreated(String containerId) {
            if (!nodesAddress.isEmpty()) {
                joinNodes(containerId);
            }
        }

        void joinNodes(String containerId) {
            client().connectToNetworkCmd()
                    .withNetworkId(nodesNetwork.getId())
                    .withContainerId(containerId)
                    .withContainerNetwork(new ContainerNetwork()
                            .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(nodesAddress)))
                    .exec();
        }

        /** Adds or deletes a rule by which this container drops what comes from an address. */
        void filter(String change, String source) {
            String pid = String.valueOf(getCurrentContainerInfo().getState().getPidLong());
            List<String> enter = List.of("nsenter", "--target", pid, "--net");
            List<String> rule = List.of("iptables", "-w", change, "INPUT", "--source", source, "--jump", "DROP");
            run(
                    toolLog(cluster),
                    TOOL_TIMEOUT,
                    Stream.concat(enter.stream(), rule.stream()).toList());
        }

        private void log(OutputFrame frame) {
            if (frame.getType() == OutputFrame.OutputType.END) {
                return;
            }
            try {
                Files.write(
                        cluster.spec().dir().resolve(name + ".log"),
                        frame.getBytes(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Who is to run a process that shares a directory with this JVM, so that both may read all of it. */
    private static String owner(Path dir) {
        try {
            return Files.getAttribute(dir, "unix:uid") + ":" + Files.getAttribute(dir, "unix:gid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
