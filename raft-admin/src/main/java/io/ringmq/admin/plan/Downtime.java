package io.ringmq.admin.plan;

import io.ringmq.admin.cluster.Node;
import io.ringmq.admin.cluster.Replica;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.body.ReplicaStatusBody.PeerView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which nodes of a cluster can do without each other, judged by one look at it. */
public final class Downtime {
    /** A replica that lacks more is behind; a busy leader is always some entries ahead. */
    static final long CLOSE_ENTRIES = 500;

    /** As {@link #CLOSE_ENTRIES}, in bytes. */
    static final long CLOSE_BYTES = 8 << 20;

    /** A member that has not answered its leader for longer is away. */
    static final long AWAY_MS = 3_000;

    private static final double MIB = 1 << 20;

    private Downtime() {}

    /** The order in which nodes are restarted: those in maintenance already, then those that lead least. */
    public static List<Node> order(List<Node> nodes) {
        return nodes.stream()
                .sorted(Comparator.comparing((Node node) -> !node.maintenance())
                        .thenComparing(node -> node.leads().size())
                        .thenComparing(Node::id))
                .toList();
    }

    /**
     * Why the rings of a node should not do without it as a leader, a line each; none if they can: of the other voters of
     * each ring a majority of all is sound, and one of them stands for election.
     */
    public static List<String> againstMaintenance(List<Ring> rings, Node node) {
        List<String> reasons = new ArrayList<>();
        for (Ring ring : rings) {
            if (ring.leader().isEmpty()) {
                reasons.add(ring.name() + " has no leader that answers");
            } else if (ring.isVoter(node.raftAddress())) {
                againstMaintenance(ring, node, reasons);
            }
        }
        return reasons;
    }

    private static void againstMaintenance(Ring ring, Node node, List<String> reasons) {
        List<String> voters = ring.leadersView().members();
        List<String> unsound = new ArrayList<>();
        List<String> withheld = new ArrayList<>();
        for (String voter : voters) {
            if (!voter.equals(node.raftAddress())) {
                unsoundness(ring, voter).ifPresent(unsound::add);
                status(ring, voter)
                        .filter(status -> !status.raft().withheld().isEmpty())
                        .ifPresent(status -> withheld.add(status.nodeId() + " does not stand for election: "
                                + String.join(", ", status.raft().withheld())));
            }
        }
        int sound = voters.size() - 1 - unsound.size();
        int majority = voters.size() / 2 + 1;
        if (sound < majority) {
            reasons.add(
                    ring.name() + " would be left without a majority if " + node.id() + " stops: it takes " + majority
                            + " of its " + voters.size() + " voters, without " + node.id() + " there are " + sound
                            + because(unsound));
        } else if (sound <= withheld.size()) {
            reasons.add(ring.name() + " would be left without a possible leader" + because(withheld));
        }
    }

    private static String because(List<String> causes) {
        return causes.isEmpty() ? "" : " (" + String.join("; ", causes) + ")";
    }

    /** What a ring of a node lacks before the node may be restarted, a line each: every other voter has to be sound. */
    public static List<String> beforeRestart(List<Ring> rings, Node node) {
        List<String> reasons = new ArrayList<>();
        for (Ring ring : rings) {
            if (ring.leader().isPresent() && ring.isVoter(node.raftAddress())) {
                ring.leadersView().members().stream()
                        .filter(voter -> !voter.equals(node.raftAddress()))
                        .flatMap(voter -> unsoundness(ring, voter).stream())
                        .forEach(reason -> reasons.add(ring.name() + ": " + reason));
            }
        }
        return reasons.isEmpty() ? againstMaintenance(rings, node) : reasons;
    }

    /** What is missing after a restart, a line each: the node runs anew, and every voter of its rings is sound. */
    public static List<String> afterRestart(List<Ring> rings, Node before) {
        List<String> reasons = new ArrayList<>();
        for (Ring ring : rings) {
            if (ring.leader().isEmpty()) {
                reasons.add(ring.name() + " has no leader that answers");
            } else if (ring.isVoter(before.raftAddress())) {
                ring.leadersView().members().stream()
                        .flatMap(voter -> unsoundness(ring, voter).stream())
                        .forEach(reason -> reasons.add(ring.name() + ": " + reason));
                status(ring, before.raftAddress())
                        .filter(status -> status.node().startedMs() == before.startedMs())
                        .ifPresent(status -> reasons.add(ring.name() + ": " + before.id() + " has not been restarted"));
            }
        }
        return reasons;
    }

    private static Optional<ReplicaStatusBody> status(Ring ring, String raftAddress) {
        return ring.statuses()
                .filter(status -> status.raft().self().equals(raftAddress))
                .findFirst();
    }

    /** What is wrong with a voter of a ring that has a leader; empty if it is up and has caught up. */
    private static Optional<String> unsoundness(Ring ring, String voter) {
        Optional<ReplicaStatusBody> found = status(ring, voter);
        if (found.isEmpty()) {
            return Optional.of(voter + " does not answer");
        }
        ReplicaStatusBody status = found.get();
        String role = status.raft().role();
        if (status.failure() != null) {
            return Optional.of(status.nodeId() + " has failed: " + status.failure());
        }
        if (ring.leader().map(Replica::status).filter(status::equals).isPresent()) {
            return Optional.empty();
        }
        if (!role.equals("follower")) {
            return Optional.of(status.nodeId() + " is no follower but " + role);
        }
        return ring.peer(voter)
                .map(peer -> distance(status.nodeId(), peer))
                .orElse(Optional.of("the leader does not know how far " + status.nodeId() + " is"));
    }

    private static Optional<String> distance(String id, PeerView peer) {
        if (peer.lastContactMs() < 0 || peer.lastContactMs() > AWAY_MS) {
            return Optional.of(id + " does not answer the leader");
        }
        if (peer.matchIndex() == 0 || peer.lagEntries() > CLOSE_ENTRIES || peer.lagBytes() > CLOSE_BYTES) {
            return Optional.of(String.format(
                    Locale.ROOT, "%s lacks %d entries, %.1f MiB", id, peer.lagEntries(), peer.lagBytes() / MIB));
        }
        return Optional.empty();
    }
}
