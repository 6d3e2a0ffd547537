package io.ringmq.broker.delay;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.time.Timer;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the messages of one level.
 *
 * <pre>
 *  IDLE ---- wake ----> WORKING ---- nothing there ----> IDLE
 *                       |  ^  ^
 *       head not due    |  |  '--- applied or refused: look again
 *                       v  |
 *                      SLEEPING (until the head is due)
 * </pre>
 *
 * At most one proposal is under way.
 */
final class LevelDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(LevelDelivery.class);

    /** Pause after a proposal that failed; leadership or room may be back by then. */
    private static final long RETRY_MS = 100;

    /** Longest sleep, so that a clock that is set forward is noticed. */
    private static final long MAX_SLEEP_MS = 60_000;

    private enum Phase {
        IDLE,
        WORKING,
        SLEEPING
    }

    private final Proposals proposals;
    private final DueMessages due;
    private final DelayDelivery.Time time;
    private Phase phase = Phase.IDLE;
    private boolean wokenMeanwhile;

    LevelDelivery(Proposals proposals, DueMessages due, DelayDelivery.Time time) {
        this.proposals = proposals;
        this.due = due;
        this.time = time;
    }

    /** There may be something to do. Cheap, and may be called often. */
    synchronized void wake() {
        if (phase == Phase.IDLE) {
            work();
        } else if (phase == Phase.WORKING) {
            wokenMeanwhile = true;
        }
    }

    private synchronized void work() {
        phase = Phase.WORKING;
        wokenMeanwhile = false;
        time.executor().execute(this::look);
    }

    private void look() {
        try {
            if (proposals.isLeader()) {
                act(due.look(time.clock().millis()));
            } else {
                rest();
            }
        } catch (RuntimeException e) {
            LOG.error("delivery of delayed messages failed, trying again: {}", due, e);
            sleep(MAX_SLEEP_MS);
        }
    }

    private void act(DueMessages.Look look) {
        if (!look.records().isEmpty()) {
            proposals.propose(look.records(), new Delivered());
        } else if (look.nextDueMs() == DueMessages.NOTHING_WAITS) {
            rest();
        } else {
            sleep(Math.max(
                    1, Math.min(MAX_SLEEP_MS, look.nextDueMs() - time.clock().millis())));
        }
    }

    private synchronized void rest() {
        phase = Phase.IDLE;
        if (wokenMeanwhile) {
            work();
        }
    }

    private synchronized void sleep(long delayMs) {
        phase = Phase.SLEEPING;
        Timer.Timeout unused = time.timer().after(delayMs, this::work);
    }

    private final class Delivered implements ProposalCallback {
        @Override
        public void applied(List<@Nullable Object> results) {
            due.reportRejected(results);
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
