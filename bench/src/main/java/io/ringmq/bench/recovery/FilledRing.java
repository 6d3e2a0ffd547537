package io.ringmq.bench.recovery;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.compare.LoadClientKind;
import io.ringmq.bench.compare.LoadGenerator;
import io.ringmq.bench.process.EventProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A ring of a running cluster, whose log grows to a size, and its replicas' progress. For one thread. */
final class FilledRing {
    private static final Duration FILL_TIMEOUT = Duration.ofMinutes(60);
    private static final int RING = 0;
    private static final int QUEUES = 8;

    private final LocalCluster cluster;
    private final int messageBytes;
    private final AtomicInteger topics = new AtomicInteger();

    FilledRing(LocalCluster cluster, int messageBytes) {
        this.cluster = cluster;
        this.messageBytes = messageBytes;
    }

    /** Sends messages with so many bytes of bodies altogether, all acknowledged on return. */
    void add(long bodyBytes) {
        String topic = "fill-" + topics.incrementAndGet();
        cluster.createTopic(topic, QUEUES);
        List<String> arguments = List.of(
                "--client", "ringmq",
                "--address", cluster.spec().namesrvAddress(),
                "--topic", topic,
                "--queues", Integer.toString(QUEUES),
                "--workload", "fill",
                "--bytes", Integer.toString(messageBytes),
                "--count", Long.toString(bodyBytes / messageBytes));
        try (EventProcess fill = LoadGenerator.start(
                cluster.distribution(),
                LoadClientKind.SDK,
                cluster.spec().dir().resolve("fill"),
                arguments,
                event -> {})) {
            fill.awaitSuccess(FILL_TIMEOUT);
        }
    }

    int leader() {
        return cluster.leader(RING).orElseThrow();
    }

    /** The last index that a node has applied; -1 while it does not answer. */
    long appliedIndex(int node) {
        return number(node, "raftAppliedIndex");
    }

    /** Bytes of the log that a node holds. */
    long logBytes(int node) {
        return number(node, "commitLogMaxOffset") - number(node, "commitLogMinOffset");
    }

    private long number(int node, String key) {
        Map<String, String> info = cluster.view().runtimeInfo(cluster.spec().clientAddress(node, RING));
        return Long.parseLong(info.getOrDefault(key, "-1"));
    }
}
