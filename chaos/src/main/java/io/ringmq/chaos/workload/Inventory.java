package io.ringmq.chaos.workload;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Replica;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.message.WireMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Everything that each replica holds, once they are equally far: messages as it serves them, and the bytes of its log. */
final class Inventory {
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final LocalCluster cluster;
    private final Setting setting;
    private final Wire wire;

    Inventory(LocalCluster cluster, Setting setting, Wire wire) {
        this.cluster = cluster;
        this.setting = setting;
        this.wire = wire;
    }

    /** Adds it to the history; nobody may send meanwhile. */
    void take() {
        try (AdminClient admin = cluster.admin()) {
            for (int ring = 0; ring < cluster.spec().rings(); ring++) {
                take(equallyFar(admin, cluster.spec().ringName(ring)));
            }
        }
    }

    private Ring equallyFar(AdminClient admin, String name) {
        AtomicReference<String> last = new AtomicReference<>("");
        AtomicReference<Ring> found = new AtomicReference<>();
        try {
            cluster.await().until("all replicas of " + name + " to be equally far", CATCH_UP_TIMEOUT, () -> {
                try {
                    Ring ring = admin.ring(name);
                    last.set(ring.toString());
                    found.set(ring);
                    return isEquallyFar(ring);
                } catch (AdminException e) {
                    last.set(String.valueOf(e.getMessage()));
                    return false;
                }
            });
        } catch (AwaitException e) {
            throw new AwaitException(e.getMessage() + "; last: " + last.get());
        }
        return Objects.requireNonNull(found.get());
    }

    private static boolean isEquallyFar(Ring ring) {
        return ring.isHealthy()
                && ring.statuses().count() == ClusterSpec.NODES
                && ring.statuses()
                        .allMatch(status ->
                                status.log().appliedIndex() == status.log().storedIndex())
                && ring.statuses()
                                .map(status -> List.of(
                                        status.log().appliedIndex(),
                                        status.log().endOffset()))
                                .distinct()
                                .count()
                        == 1;
    }

    private void take(Ring ring) {
        long from = ring.statuses()
                .mapToLong(status -> status.log().startOffset())
                .max()
                .orElse(0);
        for (Replica replica : ring.replicas()) {
            ReplicaStatusBody status = Objects.requireNonNull(replica.status());
            setting.queues().stream()
                    .filter(queue -> queue.brokerName().equals(ring.name()))
                    .forEach(queue -> takeQueue(status.nodeId(), replica.address(), queue));
            Path segments = cluster.spec()
                    .dataDir(cluster.spec().nodeAt(replica.address()))
                    .resolve(ring.name())
                    .resolve("raft")
                    .resolve("commitlog");
            new LogPieces(segments)
                    .between(from, status.log().endOffset())
                    .forEach(piece -> setting.history()
                            .accept(new Entry.LogPiece(
                                    status.nodeId(), ring.name(), piece.offset(), piece.bytes(), piece.crc())));
        }
    }

    private void takeQueue(String node, String address, MessageQueue queue) {
        long next = 0;
        for (List<WireMessage> some = pull(address, queue, next); !some.isEmpty(); some = pull(address, queue, next)) {
            for (WireMessage message : some) {
                setting.history()
                        .accept(new Entry.Held(
                                node,
                                new Place(Setting.name(queue), message.queueOffset()),
                                Payload.id(message.body()),
                                Payload.crc(message.body())));
                next = message.queueOffset() + 1;
            }
        }
    }

    private List<WireMessage> pull(String address, MessageQueue queue, long offset) {
        AtomicReference<List<WireMessage>> messages = new AtomicReference<>(List.of());
        cluster.await().until(address + " to serve " + queue + " from " + offset, ANSWER_TIMEOUT, () -> {
            Optional<List<WireMessage>> answer = wire.pull(address, queue, offset);
            answer.ifPresent(messages::set);
            return answer.isPresent();
        });
        return Objects.requireNonNull(messages.get());
    }
}
