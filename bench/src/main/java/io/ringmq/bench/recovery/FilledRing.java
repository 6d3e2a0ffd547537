package io.ringmq.bench.recovery;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.member.MemberChanges;
import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.compare.LoadClientKind;
import io.ringmq.bench.compare.LoadGenerator;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.remoting.body.ReplicaStatusBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A ring of a running cluster, whose log grows to a size, and its replicas' progress. For one thread. */
final class FilledRing {
    private static final Duration FILL_TIMEOUT = Duration.ofMinutes(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
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
        long messages = bodyBytes / messageBytes;
        try (EventProcess fill =
                load(event -> {}, "fill", List.of("--runs", "1", "--count", Long.toString(messages)))) {
            fill.awaitSuccess(FILL_TIMEOUT);
        }
    }

    /** Starts 64 synchronous producers that report in windows of so many seconds. */
    RunningLoad startLoad(int windowSeconds) {
        List<String> arguments = new ArrayList<>(List.of("--threads", "64"));
        arguments.addAll(List.of("--runs", "3600", "--warmup-seconds", "0"));
        arguments.addAll(List.of("--seconds", Integer.toString(windowSeconds)));
        return RunningLoad.start(listener -> load(listener, "sync", arguments), windowSeconds, cluster.await());
    }

    private EventProcess load(Consumer<Event> listener, String workload, List<String> more) {
        String topic = "fill-" + topics.incrementAndGet();
        cluster.createTopic(topic, QUEUES);
        List<String> arguments = new ArrayList<>(List.of("--client", "ringmq", "--workload", workload));
        arguments.addAll(List.of("--address", cluster.spec().namesrvAddress()));
        arguments.addAll(List.of("--topic", topic, "--queues", Integer.toString(QUEUES)));
        arguments.addAll(List.of("--bytes", Integer.toString(messageBytes)));
        arguments.addAll(more);
        return LoadGenerator.start(
                cluster.distribution(), LoadClientKind.SDK, cluster.spec().dir().resolve("fill"), arguments, listener);
    }

    /** Makes the leader the only voter, and ends the others. */
    void dismissFollowers() {
        int stays = leader();
        MemberChanges changes = new MemberChanges(admin, this::goesOn, System.out::println);
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            if (node != stays) {
                changes.remove(cluster.spec().ringName(RING), cluster.spec().raftAddress(node));
                cluster.kill(node);
            }
        }
    }

    private boolean goesOn() {
        cluster.await().pause(BETWEEN_LOOKS);
        return true;
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
        try {
            return admin.ring(cluster.spec().ringName(RING))
                    .statuses()
                    .filter(status -> status.nodeId().equals(id))
                    .findFirst();
        } catch (AdminException e) {
            // While the only node of a ring is down, the nameserver knows of no ring.
            return Optional.empty();
        }
    }
}
