package io.ringmq.broker.ring;

import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.LeaderAddress;
import io.ringmq.raft.RaftGroup;
import org.jspecify.annotations.Nullable;

/** The leader of the present term, whose address is known once it has said so in the log. */
record AnnouncedLeader(RaftGroup group, CatalogView catalog, String ringName) implements RingLeader {
    @Override
    public boolean isHere() {
        return group.isLeader();
    }

    @Override
    public @Nullable String address() {
        LeaderAddress announced = catalog.leaderAddress();
        if (announced == null || group.leader() == null) {
            return null;
        }
        return announced.term() == group.term() ? announced.hostAndPort() : null;
    }
}
