package io.ringmq.bench.system;

import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Apache Kafka in KRaft mode, three combined nodes. */
final class KafkaPeer implements Peer {
    private static final String PEER = "kafka";
    private static final String SERVER_MAIN = "kafka.Kafka";
    private static final String STORAGE_MAIN = "kafka.tools.StorageTool";

    /** Any 16 bytes in URL-safe Base64; every cluster here is on its own. */
    private static final String CLUSTER_ID = "cmluZ21xLWJlbmNoLWthZg";

    private final Distribution distribution;
    private final KafkaConfig config;

    KafkaPeer(Path dir, FlushMode flush, Distribution distribution) {
        this.distribution = distribution;
        this.config = new KafkaConfig(dir, Ports.freeBase(KafkaConfig::ports), flush);
    }

    @Override
    public SystemKind kind() {
        return SystemKind.KAFKA;
    }

    @Override
    public String address() {
        return config.bootstrapServers();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", distribution.peerArtifact(PEER, "kafka_2\\.13"));
        facts.put("jvm", PeerSystem.jvmVersion());
        facts.put("jvmOptions", String.join(" ", PeerSystem.BROKER_JVM_OPTIONS));
        facts.put("replication", "KRaft, 3 combined nodes, replication factor 3, min.insync.replicas=2");
        facts.put("acknowledgement", "acks=all: in the logs of all replicas in sync");
        facts.put(
                "flush",
                config.flush() == FlushMode.SYNC
                        ? "log.flush.interval.messages=1: every replica forces each append before it counts as in its log"
                        : "page cache; Kafka's default, no flush interval");
        return facts;
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(config.dir());
        Files.writeString(config.loggingFile(), KafkaConfig.logging());
        List<Process> formatting = new ArrayList<>();
        for (int node = 0; node < Replicas.NODES; node++) {
            Files.writeString(config.file(node), config.server(node));
            formatting.add(new ProcessBuilder(formatCommand(node))
                    .redirectErrorStream(true)
                    .redirectOutput(formatLog(node).toFile())
                    .start());
        }
        for (int node = 0; node < Replicas.NODES; node++) {
            awaitFormatted(formatting.get(node), node);
        }
    }

    private List<String> formatCommand(int node) {
        return JavaCommand.of(
                List.of("-Xmx128m", "-XX:+UseSerialGC", loggingOption()),
                distribution.peer(PEER),
                STORAGE_MAIN,
                List.of(
                        "format",
                        "--cluster-id",
                        CLUSTER_ID,
                        "--config",
                        config.file(node).toString()));
    }

    private Path formatLog(int node) {
        return config.dir().resolve("format-" + PeerSystem.nodeName(node) + ".log");
    }

    private void awaitFormatted(Process process, int node) throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new AwaitException("formatting the storage of " + PeerSystem.nodeName(node) + " failed; "
                        + formatLog(node) + ":\n" + Files.readString(formatLog(node)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitException("interrupted");
        }
    }

    private String loggingOption() {
        return "-Dlog4j2.configurationFile=" + config.loggingFile();
    }

    @Override
    public List<Server> servers() {
        return nodes().mapToObj(this::server).toList();
    }

    private Server server(int node) {
        List<String> options = new ArrayList<>(PeerSystem.BROKER_JVM_OPTIONS);
        options.add(loggingOption());
        List<String> command = JavaCommand.of(
                options,
                distribution.peer(PEER),
                SERVER_MAIN,
                List.of(config.file(node).toString()));
        return new Server(PeerSystem.nodeName(node), command, "Kafka Server started");
    }

    @Override
    public boolean createTopic(String topic, int queues) {
        return nodes().anyMatch(node -> {
            try {
                admin(node).createTopic(topic, queues, Replicas.NODES);
                return true;
            } catch (IOException e) {
                // Another node, or the next attempt; that none ever does it becomes the caller's error.
                return false;
            }
        });
    }

    @Override
    public boolean hasTopic(String topic, int queues) {
        return everyNode(metadata -> metadata.allInSync(Replicas.NODES)
                && metadata.topics().getOrDefault(topic, Map.of()).size() == queues);
    }

    @Override
    public boolean isWhole() {
        return everyNode(metadata -> metadata.allInSync(Replicas.NODES));
    }

    private boolean everyNode(Predicate<KafkaAdmin.Metadata> condition) {
        return nodes().allMatch(node -> metadata(node).filter(condition).isPresent());
    }

    /** What a node knows; empty if it does not answer. */
    private Optional<KafkaAdmin.Metadata> metadata(int node) {
        try {
            return Optional.of(admin(node).metadata());
        } catch (IOException e) {
            // No answer is an answer here: the node is not up, or not yet able to.
            return Optional.empty();
        }
    }

    @Override
    public OptionalInt leader(String topic) {
        return nodes().mapToObj(this::metadata)
                .flatMap(Optional::stream)
                .mapToInt(metadata -> metadata.leaderOfFirst(topic))
                .filter(id -> id > 0)
                .map(id -> id - 1)
                .findFirst();
    }

    private static IntStream nodes() {
        return IntStream.range(0, Replicas.NODES);
    }

    private KafkaAdmin admin(int node) {
        return new KafkaAdmin(config.clientPort(node));
    }

    @Override
    public void close() {
        // No connection is kept.
    }
}
