package io.ringmq.broker.lock;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.LeaderTime;
import io.ringmq.broker.state.LockView;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.time.Timer;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the leader remove locks that nobody renews, and begin to count as soon as it leads. Costs nothing while nobody
 * consumes in order. Thread-safe.
 */
public final class LockExpiry {
    private static final Logger LOG = LoggerFactory.getLogger(LockExpiry.class);
    private static final long SWEEP_INTERVAL_MS = 30_000;

    private final Proposals proposals;
    private final LockView locks;
    private final LeaderClock clock;
    private final Timer timer;
    private boolean sweepScheduled;

    public LockExpiry(Proposals proposals, LockView locks, LeaderClock clock, Timer timer) {
        this.proposals = proposals;
        this.locks = locks;
        this.clock = clock;
        this.timer = timer;
    }

    /** Starts counting the time of the locks that earlier leaders have left, if there are any. */
    public void leaderStarted() {
        LeaderTime now = clock.now();
        if (now != null && locks.lockCount() > 0) {
            propose(now);
        }
        watch();
    }

    /** Looks for expired locks from now on, as long as there are locks and this node leads. */
    synchronized void watch() {
        if (!sweepScheduled) {
            sweepScheduled = true;
            Timer.Timeout unused = timer.after(SWEEP_INTERVAL_MS, this::sweep);
        }
    }

    private void sweep() {
        synchronized (this) {
            sweepScheduled = false;
        }
        LeaderTime now = clock.now();
        if (now == null || locks.lockCount() == 0) {
            return;
        }
        if (locks.anyLockExpired(now)) {
            propose(now);
        }
        watch();
    }

    private void propose(LeaderTime now) {
        proposals.propose(List.of(Records.expireLocks(now)), new ProposalCallback() {
            @Override
            public void applied(List<@Nullable Object> results) {
                LOG.debug("expired locks are removed as of {}: {}", now, results);
            }

            @Override
            public void rejected(ProposalException cause) {
                LOG.debug("expired locks stay until the next sweep: {}", cause.getMessage());
            }

            @Override
            public void unknown(ProposalException cause) {
                rejected(cause);
            }
        });
    }
}
