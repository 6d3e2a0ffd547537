package io.ringmq.broker.ring;

import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.LeaderAddress;
import io.ringmq.raft.RaftGroup;
import org.jspecify.annotations.Nullable;

/**
 * The leader of the present term, whose address is known once it has said so in the log. A node that was removed hears of
 * no leader any more; the one that removed it is its best guess, for the clients that still come to it.
 */
record AnnouncedLeader(RaftGroup group, CatalogView catalog, String ringName) implements RingLeader {
    @Override
    public boolean isHere() {
        return group.isLeader();
    }

    @Override
    public @Nullable String address() {
        LeaderAddress announced = catalog.leaderAddress();
        if (announced == null) {
            return null;
        }
        if (group.leader() == null) {
            boolean removed = !group.membership().voters().contains(group.self());
            return removed ? announced.hostAndPort() : null;
        }
        return announced.term() == group.term() ? announced.hostAndPort() : null;
    }
}
