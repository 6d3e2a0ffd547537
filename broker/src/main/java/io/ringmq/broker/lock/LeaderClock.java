package io.ringmq.broker.lock;

import io.ringmq.broker.state.LeaderTime;
import io.ringmq.raft.RaftGroup;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The clock of this node while it leads a ring. Thread-safe. */
public final class LeaderClock {
    private final RaftGroup group;
    private final LongSupplier uptimeMs;

    /** @param uptimeMs milliseconds since any moment, by a clock that nobody sets */
    public LeaderClock(RaftGroup group, LongSupplier uptimeMs) {
        this.group = group;
        this.uptimeMs = uptimeMs;
    }

    /**
     * The time for a record, or null if this node does not lead. The order matters: whatever an earlier leader committed
     * was committed before the term began, so also before the clock is read.
     */
    @Nullable
    LeaderTime now() {
        long term = group.term();
        return group.isLeader() ? new LeaderTime(term, uptimeMs.getAsLong()) : null;
    }
}
