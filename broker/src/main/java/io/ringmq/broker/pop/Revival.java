package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.PopView;
import io.ringmq.broker.state.RingView;

/** Has popped messages delivered again whose invisible time is over, on the leader. Thread-safe. */
public final class Revival {
    /** Batches looked at in one go. */
    private static final int MAX_BATCHES = 64;

    private final DueWork work;

    public Revival(Proposals proposals, RingView view, RevivedMessages messages, DueWork.Time time) {
        work = new DueWork("popped messages", proposals, new InFlight(view.pops(), messages), time);
    }

    /** This node leads: what was popped from the one before may be due. */
    public void leaderStarted() {
        work.leaderStarted();
    }

    /** Something is in flight whose invisible time is over then. Cheap, and may be called often. */
    void wakeBy(long dueMs) {
        work.wakeBy(dueMs);
    }

    private record InFlight(PopView pops, RevivedMessages messages) implements DueWork.Source {
        @Override
        public long earliestMs() {
            return pops.earliestDueMs();
        }

        @Override
        public DueWork.Round look(long nowMs) {
            return new DueWork.Round(messages.records(pops.due(nowMs, MAX_BATCHES)), messages::reportRejected);
        }
    }
}
