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

    /**
     * As {@link #leader}.
     *
     * @throws AdminException if none answers
     */
    public Replica leadingReplica() {
        return leader().orElseThrow(
                        () -> AdminException.temporary("ring " + name + " has no leader that answers", null));
    }

    /** What the leader says of itself and the others; throws as {@link #leadingReplica}. */
    public ReplicaStatusBody.RaftView leadersView() {
        return Objects.requireNonNull(leadingReplica().status()).raft();
    }

    /** Whether a node votes, by its Raft address; throws as {@link #leadingReplica}. */
    public boolean isVoter(String raftAddress) {
        return leadersView().members().contains(raftAddress);
    }

    /** Whether a node votes or learns, by its Raft address; throws as {@link #leadingReplica}. */
    public boolean isMember(String raftAddress) {
        return isVoter(raftAddress) || peer(raftAddress).isPresent();
    }

    /** What the leader knows of another member; throws as {@link #leadingReplica}. */
    public Optional<ReplicaStatusBody.PeerView> peer(String raftAddress) {
        return leadersView().peers().stream()
                .filter(peer -> peer.address().equals(raftAddress))
                .findFirst();
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

    /**
     * The Raft address of a node that may be dead.
     *
     * @param rings where to look for the node
     * @param node the id of a node that answers, or the Raft address itself, which is not looked up
     * @throws AdminException if it is neither, naming the nodes that answer
     */
    public static String addressOf(List<Ring> rings, String node) {
        if (node.indexOf(':') > 0) {
            return node;
        }
        return rings.stream()
                .flatMap(Ring::statuses)
                .filter(status -> status.nodeId().equals(node))
                .map(status -> status.raft().self())
                .findFirst()
                .orElseThrow(() -> new AdminException("no node '" + node + "' answers; those that do: "
                        + rings.stream()
                                .flatMap(Ring::statuses)
                                .map(ReplicaStatusBody::nodeId)
                                .distinct()
                                .sorted()
                                .toList()
                        + "; name one that is dead by the host:port of its Raft server"));
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
