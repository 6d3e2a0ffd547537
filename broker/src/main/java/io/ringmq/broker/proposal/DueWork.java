package io.ringmq.broker.proposal;

import io.ringmq.broker.time.Timer;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import io.ringmq.store.record.ProposedRecord;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proposes what is due, on the leader.
 *
 * <pre>
 *  IDLE ---- wake ----> WORKING ---- nothing waits ----> IDLE
 *                       |  ^  ^
 *     nothing due yet   |  |  '--- applied or refused: look again
 *                       v  |
 *                      SLEEPING (until the first is due)
 * </pre>
 *
 * At most one proposal is under way. While nothing waits this costs nothing. Thread-safe.
 */
public final class DueWork {
    private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);

    /** Pause after a proposal that failed; leadership or room may be back by then. */
    private static final long RETRY_MS = 100;

    /** Longest sleep, so that a clock that is set forward is noticed. */
    private static final long MAX_SLEEP_MS = 10_000;

    private static final long NOTHING_WAITS = Long.MAX_VALUE;

    private enum Phase {
        IDLE,
        WORKING,
        SLEEPING
    }

    private final String what;
    private final Proposer proposals;
    private final Source source;
    private final Time time;
    private Phase phase = Phase.IDLE;
    private Timer.@Nullable Timeout alarm;
    private long alarmMs;
    /** While working: when to look again for what has come meanwhile. */
    private long wantedMs = NOTHING_WAITS;

    /** Knows what waits. Asked by one thread at a time. */
    public interface Source {
        /** When the first of it is due, {@link Long#MAX_VALUE} if nothing waits. */
        long earliestMs();

        /** What is due at a time, as much as goes into one proposal. */
        Round look(long nowMs);
    }

    /**
     * A proposal.
     *
     * @param records none if nothing is due
     * @param applied hears the results of the records, on the apply thread
     */
    public record Round(List<ProposedRecord> records, Consumer<List<@Nullable Object>> applied) {}

    /**
     * What time takes.
     *
     * @param executor runs reads of log and state; must not reject
     */
    public record Time(Clock clock, Timer timer, Executor executor) {}

    /** @param what waits, for the log */
    public DueWork(String what, Proposer proposals, Source source, Time time) {
        this.what = what;
        this.proposals = proposals;
        this.source = source;
        this.time = time;
    }

    /** This node leads: what waited under the one before may be due. */
    public void leaderStarted() {
        wakeBy(time.clock.millis());
    }

    /** Something waits that is due then. Cheap, and may be called often. */
    public synchronized void wakeBy(long dueMs) {
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

    /** Something waits that is due after all that waited before. As cheap as {@link #wakeBy}. */
    public synchronized void laterWaits() {
        if (phase != Phase.SLEEPING) {
            wakeBy(time.clock.millis());
        }
    }

    private void sleepUntil(long dueMs) {
        sleep(Math.max(1, Math.min(MAX_SLEEP_MS, dueMs - time.clock.millis())));
    }

    private synchronized void sleep(long delayMs) {
        if (alarm != null) {
            alarm.cancel();
        }
        phase = Phase.SLEEPING;
        alarmMs = time.clock.millis() + delayMs;
        alarm = time.timer.after(delayMs, this::alarmed);
    }

    /** An alarm that was cancelled too late comes as well, and finds the work begun. */
    private synchronized void alarmed() {
        if (phase == Phase.SLEEPING) {
            work();
        }
    }

    private synchronized void work() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        phase = Phase.WORKING;
        wantedMs = NOTHING_WAITS;
        time.executor.execute(this::look);
    }

    private void look() {
        try {
            if (!proposals.isLeader()) {
                rest();
                return;
            }
            Round round = source.look(time.clock.millis());
            if (round.records.isEmpty()) {
                waitFor(source.earliestMs());
            } else {
                proposals.propose(round.records, new Proposed(round));
            }
        } catch (RuntimeException e) {
            LOG.error("{} that are due wait for {} ms more", what, MAX_SLEEP_MS, e);
            sleep(MAX_SLEEP_MS);
        }
    }

    /** What waits is the next leader's affair; which may be this node, if it was told so while it looked. */
    private void rest() {
        waitFor(NOTHING_WAITS);
    }

    private synchronized void waitFor(long earliestMs) {
        long dueMs = Math.min(earliestMs, wantedMs);
        if (dueMs == NOTHING_WAITS) {
            phase = Phase.IDLE;
        } else {
            sleepUntil(dueMs);
        }
    }

    private final class Proposed implements ProposalCallback {
        private final Round round;

        Proposed(Round round) {
            this.round = round;
        }

        @Override
        public void applied(List<@Nullable Object> results) {
            round.applied.accept(results);
            work();
        }

        @Override
        public void rejected(ProposalException cause) {
            sleep(RETRY_MS);
        }

        @Override
        public void unknown(ProposalException cause) {
            sleep(RETRY_MS);
        }
    }
}
