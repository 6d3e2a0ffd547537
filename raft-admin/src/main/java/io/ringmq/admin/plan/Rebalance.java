package io.ringmq.admin.plan;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.admin.plan.LeaderSpread.Leadership;
import io.ringmq.admin.plan.LeaderSpread.Move;
import io.ringmq.remoting.body.ReplicaStatusBody;
import java.util.List;
import java.util.Objects;

/** {@link LeaderSpread} on a cluster that runs. */
public final class Rebalance {
    private Rebalance() {}

    /**
     * The transfers that would spread the leaders of these rings.
     *
     * @throws AdminException if a ring has no leader that answers
     */
    public static List<Move> plan(List<Ring> rings) {
        return LeaderSpread.moves(rings.stream()
                .map(ring -> new Leadership(ring.name(), leaderOf(ring), candidates(ring)))
                .toList());
    }

    /**
     * Makes one transfer and returns when it is done.
     *
     * @throws AdminException if it was not done, saying why
     */
    public static void carryOut(AdminClient admin, Move move) {
        Ring ring = admin.ring(move.ring());
        admin.transferLeader(ring, ring.raftAddressOf(move.to()));
    }

    /**
     * Node id of a ring's leader.
     *
     * @throws AdminException if none answers
     */
    public static String leaderOf(Ring ring) {
        return Objects.requireNonNull(ring.leadingReplica().status()).nodeId();
    }

    private static List<String> candidates(Ring ring) {
        return ring.statuses()
                .filter(status -> status.failure() == null)
                .filter(status -> status.raft().withheld().isEmpty()
                        || status.raft().role().equals("leader"))
                .filter(status -> status.raft().members().contains(status.raft().self()))
                .map(ReplicaStatusBody::nodeId)
                .toList();
    }
}
