package io.ringmq.broker.ring;

import io.ringmq.broker.state.ApplyListener;
import io.ringmq.broker.state.RingState;
import io.ringmq.broker.state.VerifyMark;
import io.ringmq.raft.CommittedEntry;
import io.ringmq.raft.LogApplier;
import io.ringmq.raft.RaftPeer;
import io.ringmq.raft.RecordResults;
import io.ringmq.store.state.FrozenState;
import io.ringmq.store.state.StateStore;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the log to the state and passes on what happened. While the group is being opened the services that want to
 * know do not exist yet; {@link #attach} brings them up to date.
 */
final class RingApplier implements LogApplier {
    private static final Logger LOG = LoggerFactory.getLogger(RingApplier.class);

    private final String ringName;
    private final StateStore store;
    private final RingState state;
    private volatile @Nullable RingEvents events;

    RingApplier(String ringName, StateStore store, IntToLongFunction delayMsOfLevel) {
        this.ringName = ringName;
        this.store = store;
        this.state = new RingState(store, delayMsOfLevel, new Forwarding());
    }

    RingState state() {
        return state;
    }

    /** The state as it is now; exact on the thread that applies. */
    FrozenState freeze() {
        return store.freeze();
    }

    void attach(RingEvents attached) {
        events = attached;
    }

    @Override
    public long appliedIndex() {
        return state.appliedIndex();
    }

    @Override
    public void apply(CommittedEntry entry, RecordResults results) {
        state.apply(entry.index(), entry.term(), entry.bodyOffset(), entry.body(), results::set);
    }

    @Override
    public void endOfRun() {
        state.endOfRun();
    }

    @Override
    public void leaderStarted(long term) {
        RingEvents current = events;
        if (current != null) {
            current.leaderStarted(term);
        }
    }

    @Override
    public void leaderStopped(long term) {
        LOG.debug("ring {}: proposals are refused from now on, term {} is over", ringName, term);
    }

    @Override
    public void leaderChanged(@Nullable RaftPeer leader, long term) {
        RingEvents current = events;
        if (current != null && leader != null) {
            current.leaderKnown(leader);
        }
    }

    @Override
    public void votersChanged() {
        RingEvents current = events;
        if (current != null) {
            current.votersChanged();
        }
    }

    @Override
    public void failed(Throwable cause) {
        LOG.error("ring {} has stopped on this node, restart the node after removing the cause", ringName, cause);
    }

    /** Hands changes of the state to the services, once there are any. */
    private final class Forwarding implements ApplyListener {
        @Override
        public void messagesArrived(String topic, int queueId, long maxOffset) {
            RingEvents current = events;
            if (current != null) {
                current.messagesArrived(topic, queueId, maxOffset);
            }
        }

        @Override
        public void timersSet(long earliestDueMs) {
            RingEvents current = events;
            if (current != null) {
                current.timersSet(earliestDueMs);
            }
        }

        @Override
        public void topicsChanged() {
            RingEvents current = events;
            if (current != null) {
                current.topicsChanged();
            }
        }

        @Override
        public void transactionsBegun(long firstCheckMs) {
            RingEvents current = events;
            if (current != null) {
                current.transactionsBegun(firstCheckMs);
            }
        }

        @Override
        public void verifyMarked(VerifyMark mark, long index) {
            RingEvents current = events;
            if (current != null) {
                current.verifyMarked(mark, index);
            }
        }
    }
}
