package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.PopView;
import io.ringmq.broker.state.PopView.PoppedMessages;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.time.Timer;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import io.ringmq.store.record.ProposedRecord;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has popped messages delivered again whose invisible time is over, on the leader.
 *
 * <pre>
 *  IDLE ---- wake ----> WORKING ---- nothing in flight ----> IDLE
 *                       |  ^  ^
 *     nothing due yet   |  |  '--- applied or refused: look again
 *                       v  |
 *                      SLEEPING (until the first is due)
 * </pre>
 *
 * At most one proposal is under way. While nothing is in flight this costs nothing. Thread-safe.
 */
public final class Revival {
    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);

    /** Pause after a proposal that failed; leadership or room may be back by then. */
    private static final long RETRY_MS = 100;

    /** Longest sleep, so that a clock that is set forward is noticed. */
    private static final long MAX_SLEEP_MS = 10_000;

    /** Batches looked at in one go. */
    private static final int MAX_BATCHES = 64;

    private enum Phase {
        IDLE,
        WORKING,
        SLEEPING
    }

    private final Proposals proposals;
    private final RingView view;
    private final RevivedMessages messages;
    private final Time time;
    private Phase phase = Phase.IDLE;
    private Timer.@Nullable Timeout alarm;
    private long alarmMs;
    /** While working: when to look again for what has come meanwhile. */
    private long wantedMs = PopView.NOTHING_IN_FLIGHT;

    /**
     * What time takes.
     *
     * @param executor runs reads of the log; must not reject
     */
    public record Time(Clock clock, Timer timer, Executor executor) {}

    public Revival(Proposals proposals, RingView view, RevivedMessages messages, Time time) {
        this.proposals = proposals;
        this.view = view;
        this.messages = messages;
        this.time = time;
    }

    /** This node leads: what was popped from the one before may be due. */
    public void leaderStarted() {
        wakeBy(time.clock.millis());
    }

    /** Something is in flight whose invisible time is over then. Cheap, and may be called often. */
    synchronized void wakeBy(long dueMs) {
        switch (phase) {
            case IDLE -> sleepUntil(dueMs);
            case WORKING -> wantedMs = Math.min(wantedMs, dueMs);
            case SLEEPING -> {
                if (dueMs < alarmMs) {
                    sleepUntil(dueMs);
                }
            }
        }
    }

    private void sleepUntil(long dueMs) {
        long nowMs = time.clock.millis();
        sleep(Math.max(1, Math.min(MAX_SLEEP_MS, dueMs - nowMs)), nowMs);
    }

    private void sleep(long delayMs, long nowMs) {
        if (alarm != null) {
            alarm.cancel();
        }
        phase = Phase.SLEEPING;
        alarmMs = nowMs + delayMs;
        alarm = time.timer.after(delayMs, this::work);
    }

    private synchronized void work() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        phase = Phase.WORKING;
        wantedMs = PopView.NOTHING_IN_FLIGHT;
        time.executor.execute(this::look);
    }

    private void look() {
        try {
            if (!proposals.isLeader()) {
                rest();
                return;
            }
            List<PoppedMessages> due = view.pops().due(time.clock.millis(), MAX_BATCHES);
            if (due.isEmpty()) {
                waitFor(view.pops().earliestDueMs());
            } else {
                List<ProposedRecord> records = messages.records(due);
                proposals.propose(records, new Revived());
            }
        } catch (RuntimeException e) {
            LOG.error("popped messages are not delivered again, trying once more in {} ms", MAX_SLEEP_MS, e);
            pause(MAX_SLEEP_MS);
        }
    }

    /** What is in flight is the next leader's affair. */
    private synchronized void rest() {
        phase = Phase.IDLE;
    }

    private synchronized void waitFor(long earliestMs) {
        long dueMs = Math.min(earliestMs, wantedMs);
        if (dueMs == PopView.NOTHING_IN_FLIGHT) {
            phase = Phase.IDLE;
        } else {
            sleepUntil(dueMs);
        }
    }

    private synchronized void pause(long delayMs) {
        sleep(delayMs, time.clock.millis());
    }

    private final class Revived implements ProposalCallback {
        @Override
        public void applied(List<@Nullable Object> results) {
            messages.reportRejected(results);
            work();
        }

        @Override
        public void rejected(ProposalException cause) {
            pause(RETRY_MS);
        }

        @Override
        public void unknown(ProposalException cause) {
            pause(RETRY_MS);
        }
    }
}
