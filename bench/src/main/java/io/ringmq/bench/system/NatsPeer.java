package io.ringmq.bench.system;

import io.ringmq.bench.cluster.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** NATS JetStream, three servers of the installed nats-server. A queue is a file stream with three replicas. */
final class NatsPeer implements Peer {
    private static final String SERVER = "nats-server";
    private static final int FOLLOWERS = Replicas.NODES - 1;

    private final NatsConfig config;
    private final String version;

    /** All that were created. */
    private final Set<String> streams = new LinkedHashSet<>();

    NatsPeer(Path dir) {
        this.config = new NatsConfig(dir, Ports.freeBase(NatsConfig::ports));
        this.version = installedVersion();
    }

    private static String installedVersion() {
        try {
            Process process = new ProcessBuilder(SERVER, "--version")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(
                    SERVER + " does not run: install it (apt-get install " + SERVER + "), or start this through"
                            + " scripts/bench, which does so on Debian and Ubuntu as root",
                    e);
        }
    }

    static String stream(String topic, int queue) {
        return topic + "-" + queue;
    }

    static String subject(String topic, int queue) {
        return topic + "." + queue;
    }

    @Override
    public SystemKind kind() {
        return SystemKind.NATS;
    }

    @Override
    public String address() {
        return config.urls();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", version);
        facts.put("jvm", "none (Go)");
        facts.put("replication", "JetStream, one file stream with 3 replicas (Raft) per queue");
        facts.put("acknowledgement", "written by a majority");
        facts.put("flush", "page cache; forced at intervals, which release 2.9 does not let one set");
        return facts;
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(config.dir());
        for (int node = 0; node < Replicas.NODES; node++) {
            Files.writeString(config.file(node), config.server(node));
        }
    }

    @Override
    public List<Server> servers() {
        return nodes().mapToObj(node -> new Server(
                        PeerSystem.nodeName(node),
                        List.of(SERVER, "-c", config.file(node).toString()),
                        "Server is ready"))
                .toList();
    }

    @Override
    public boolean createTopic(String topic, int queues) {
        return nodes().anyMatch(node -> createTopic(node, topic, queues));
    }

    private boolean createTopic(int node, String topic, int queues) {
        try {
            for (int queue = 0; queue < queues; queue++) {
                admin(node).createStream(stream(topic, queue), subject(topic, queue), Replicas.NODES);
                streams.add(stream(topic, queue));
            }
            return true;
        } catch (IOException e) {
            // Another node, or the next attempt; that none ever does it becomes the caller's error.
            return false;
        }
    }

    @Override
    public boolean hasTopic(String topic, int queues) {
        return IntStream.range(0, queues).allMatch(queue -> isReplicated(stream(topic, queue)));
    }

    @Override
    public boolean isWhole() {
        return nodes().allMatch(this::isHealthy) && streams.stream().allMatch(this::isReplicated);
    }

    private boolean isHealthy(int node) {
        try {
            return admin(node).isHealthy();
        } catch (IOException e) {
            // A node that does not answer is not healthy.
            return false;
        }
    }

    private boolean isReplicated(String stream) {
        NatsAdmin.StreamState state = state(stream);
        return !state.leader().isEmpty() && state.current() == FOLLOWERS;
    }

    @Override
    public OptionalInt leader(String topic) {
        String leader = state(stream(topic, 0)).leader();
        return nodes().filter(node -> PeerSystem.nodeName(node).equals(leader)).findFirst();
    }

    /** What the first node that answers says; without a leader if none does. */
    private NatsAdmin.StreamState state(String stream) {
        return nodes().mapToObj(node -> state(node, stream))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(NatsAdmin.StreamState.UNKNOWN);
    }

    private Optional<NatsAdmin.StreamState> state(int node, String stream) {
        try {
            return Optional.of(admin(node).stream(stream));
        } catch (IOException e) {
            // No answer is an answer here: the node is not up, or does not reach the stream's leader.
            return Optional.empty();
        }
    }

    private static IntStream nodes() {
        return IntStream.range(0, Replicas.NODES);
    }

    private NatsAdmin admin(int node) {
        return new NatsAdmin(config.clientPort(node), config.monitoringPort(node));
    }

    @Override
    public void close() {
        // No connection is kept.
    }
}
