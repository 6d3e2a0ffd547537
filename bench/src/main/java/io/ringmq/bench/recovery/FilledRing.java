package io.ringmq.bench.recovery;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.compare.LoadClientKind;
import io.ringmq.bench.compare.LoadGenerator;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.remoting.body.ReplicaStatusBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A ring of a running cluster, whose log grows to a size, and its replicas' progress. For one thread. */
final class FilledRing {
    private static final Duration FILL_TIMEOUT = Duration.ofMinutes(60);
    private static final int RING = 0;
    private static final int QUEUES = 8;

    private final LocalCluster cluster;
    private final AdminClient admin;
    private final int messageBytes;
    private final AtomicInteger topics = new AtomicInteger();

    FilledRing(LocalCluster cluster, AdminClient admin, int messageBytes) {
        this.cluster = cluster;
        this.admin = admin;
        this.messageBytes = messageBytes;
    }

    /** Sends messages with so many bytes of bodies altogether, all acknowledged on return. */
    void add(long bodyBytes) {
        String topic = "fill-" + topics.incrementAndGet();
        cluster.createTopic(topic, QUEUES);
        List<String> arguments = List.of(
                "--client",
                "ringmq",
                "--address",
                cluster.spec().namesrvAddress(),
                "--topic",
                topic,
                "--queues",
                Integer.toString(QUEUES),
                "--workload",
                "fill",
                "--runs",
                "1",
                "--bytes",
                Integer.toString(messageBytes),
                "--count",
                Long.toString(bodyBytes / messageBytes));
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

    /** The last index that a node has applied; -1 while it does not answer, or no nameserver knows it. */
    long appliedIndex(int node) {
        return status(node).map(status -> status.log().appliedIndex()).orElse(-1L);
    }

    /** Bytes of the log that a node holds; 0 while it does not answer. */
    long logBytes(int node) {
        return status(node)
                .map(status -> status.log().endOffset() - status.log().startOffset())
                .orElse(0L);
    }

    private Optional<ReplicaStatusBody> status(int node) {
        String id = cluster.spec().nodeName(node);
        return admin.ring(cluster.spec().ringName(RING))
                .statuses()
                .filter(status -> status.nodeId().equals(id))
                .findFirst();
    }
}
