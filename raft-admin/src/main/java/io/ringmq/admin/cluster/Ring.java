package io.ringmq.admin.cluster;

import io.ringmq.remoting.body.ReplicaStatusBody;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ring and the replicas that the nameserver knows.
 *
 * @param replicas in the order of their addresses
 */
public record Ring(String name, List<Replica> replicas) {
    public Ring {
        replicas =
                replicas.stream().sorted(Comparator.comparing(Replica::address)).toList();
    }

    /** The replica that leads in the highest term; a deposed leader that does not know it yet has a lower one. */
    public Optional<Replica> leader() {
        return replicas.stream()
                .filter(Replica::leads)
                .max(Comparator.comparingLong(replica ->
                        Objects.requireNonNull(replica.status()).raft().term()));
    }

    /** What the replicas that answered say. */
    public Stream<ReplicaStatusBody> statuses() {
        return replicas.stream().map(Replica::status).filter(Objects::nonNull);
    }

    /**
     * The Raft address of a node.
     *
     * @param node a node id, or the Raft address itself
     * @throws AdminException if the ring has no such node, naming those it has
     */
    public String raftAddressOf(String node) {
        return statuses()
                .filter(status ->
                        status.nodeId().equals(node) || status.raft().self().equals(node))
                .map(status -> status.raft().self())
                .findFirst()
                .orElseThrow(() -> new AdminException("ring " + name + " has no node '" + node
                        + "' that answers; those that do: "
                        + statuses().map(ReplicaStatusBody::nodeId).toList()));
    }

    /** Whether a leader and every voter answered, and none of them has failed. */
    public boolean isHealthy() {
        long voters = leader().map(Replica::status).stream()
                .mapToLong(status -> status.raft().members().size())
                .sum();
        return voters > 0
                && statuses().count() >= voters
                && statuses().allMatch(status -> status.failure() == null)
                && replicas.stream().allMatch(replica -> replica.problem() == null);
    }
}
