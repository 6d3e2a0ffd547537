package io.ringmq.broker.pull;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.PullMessageResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers pulls, now or when there is something to answer with.
 *
 * <pre>
 *  wanted offset                             code                          next offset
 *  messages that match                        0 SUCCESS                     behind the last one
 *  messages, none matches                    20 PULL_RETRY_IMMEDIATELY      behind those looked at
 *  the end of the queue                      19 PULL_NOT_FOUND, or held     the end
 *  beyond the end, on a follower             19 PULL_NOT_FOUND, or held     unchanged
 *  beyond the end of the committed queue     21 PULL_OFFSET_MOVED           the end
 *  below the start                           21 PULL_OFFSET_MOVED           the start
 *  any, the group's offset was reset         21 PULL_OFFSET_MOVED           where it was reset to, see OffsetResets
 *  below the start, on a follower            20 PULL_RETRY_IMMEDIATELY      unchanged, to be asked of the leader
 * </pre>
 *
 * <p>On 21 stock clients overwrite their progress, so it is answered only for what is certain: a follower may lag
 * or have deleted more than the leader, and a new leader first waits until it has applied all that was committed before
 * it.
 */
public final class PullService {
    private static final Logger LOG = LoggerFactory.getLogger(PullService.class);

    private final Proposals proposals;
    private final OffsetResets resets;
    private final QueueReader reader;
    private final ReplicaHint hint;
    private final Traffic traffic;
    private final LongPolling polling;
    private final Waiting waiting;

    /**
     * What waiting takes.
     *
     * @param maxHoldMs longest wait of a request
     * @param clock measures the rest of a wait after a message that did not match
     * @param executor runs reads off the raft threads; must not reject
     */
    public record Waiting(long maxHoldMs, Clock clock, Executor executor) {}

    public PullService(Proposals proposals, Reading reading, LongPolling polling, Waiting waiting) {
        this.proposals = proposals;
        this.resets = new OffsetResets(proposals, reading.view);
        this.reader = new QueueReader(reading.view, reading.stored, reading.limits);
        this.hint = reading.hint;
        this.traffic = reading.traffic;
        this.polling = polling;
        this.waiting = waiting;
    }

    /**
     * What reading takes.
     *
     * @param traffic counts the messages handed out
     */
    public record Reading(RingView view, StoredMessages stored, PullLimits limits, ReplicaHint hint, Traffic traffic) {}

    void serve(PullRequest pull) {
        long holdMs = pull.header().has(PullMessageHeader.SUSPEND)
                ? Math.min(pull.header().suspendTimeoutMs(), waiting.maxHoldMs)
                : 0;
        attempt(pull, pull.header().queueOffset(), waiting.clock.millis() + holdMs);
    }

    private void attempt(PullRequest pull, long fromOffset, long deadlineMs) {
        long redirection = resets.redirection(pull, fromOffset);
        if (redirection != OffsetResets.NONE) {
            QueueReader.Found found = reader.read(pull, fromOffset);
            answer(pull, ResponseCode.PULL_OFFSET_MOVED, found.withNextOffset(redirection));
        } else if (resets.endsWith(pull)) {
            resets.end(pull, () -> later(pull, () -> read(pull, fromOffset, deadlineMs)));
        } else {
            read(pull, fromOffset, deadlineMs);
        }
    }

    private void read(PullRequest pull, long fromOffset, long deadlineMs) {
        QueueReader.Found found = reader.read(pull, fromOffset);
        switch (found.status()) {
            case FOUND -> answerWithMessages(pull, found);
            case NO_MATCH -> answer(pull, ResponseCode.PULL_RETRY_IMMEDIATELY, found);
            case BELOW_START -> belowStart(pull, found, fromOffset);
            case AT_END -> waitOrAnswer(pull, found, found.nextOffset(), deadlineMs);
            case BEYOND_END -> beyondEnd(pull, found, fromOffset, deadlineMs);
        }
    }

    /** Without messages the answer names the leader, which may have kept more than this replica. */
    private void belowStart(PullRequest pull, QueueReader.Found found, long fromOffset) {
        if (proposals.isLeader()) {
            answer(pull, ResponseCode.PULL_OFFSET_MOVED, found);
        } else {
            answer(pull, ResponseCode.PULL_RETRY_IMMEDIATELY, found.withNextOffset(fromOffset));
        }
    }

    private void beyondEnd(PullRequest pull, QueueReader.Found found, long fromOffset, long deadlineMs) {
        if (!proposals.isLeader()) {
            waitOrAnswer(pull, found, fromOffset, deadlineMs);
            return;
        }
        proposals.afterBarrier(
                () -> later(pull, () -> answerCertain(pull, fromOffset, deadlineMs)),
                () -> later(pull, () -> answer(pull, ResponseCode.PULL_NOT_FOUND, found.withNextOffset(fromOffset))));
    }

    /** Called when this replica has applied everything committed before the request. */
    private void answerCertain(PullRequest pull, long fromOffset, long deadlineMs) {
        QueueReader.Found found = reader.read(pull, fromOffset);
        if (found.status() == QueueReader.Status.BEYOND_END) {
            answer(pull, ResponseCode.PULL_OFFSET_MOVED, found);
        } else {
            attempt(pull, fromOffset, deadlineMs);
        }
    }

    private void waitOrAnswer(PullRequest pull, QueueReader.Found found, long fromOffset, long deadlineMs) {
        long holdMs = deadlineMs - waiting.clock.millis();
        QueueReader.Found nothing = found.withNextOffset(fromOffset);
        if (holdMs <= 0) {
            answer(pull, ResponseCode.PULL_NOT_FOUND, nothing);
            return;
        }
        boolean held =
                polling.hold(pull.queue(), fromOffset, holdMs, pull.responder().connection(), new LongPolling.Held() {
                    @Override
                    public void arrived() {
                        guarded(pull, () -> attempt(pull, fromOffset, deadlineMs));
                    }

                    @Override
                    public void timedOut() {
                        answer(pull, ResponseCode.PULL_NOT_FOUND, nothing);
                    }
                });
        if (!held) {
            // Not 19: the client would ask again at once. On 2 it waits for some seconds.
            pull.responder()
                    .reply(pull.request()
                            .reply(
                                    ResponseCode.SYSTEM_BUSY,
                                    "too many pull requests wait for messages on this broker"));
            return;
        }
        wakeIfArrivedMeanwhile(pull);
    }

    private void wakeIfArrivedMeanwhile(PullRequest pull) {
        long maxOffset = reader.maxOffset(pull);
        polling.messagesArrived(pull.header().topic(), pull.header().queueId(), maxOffset);
    }

    private void answerWithMessages(PullRequest pull, QueueReader.Found found) {
        traffic.read(
                pull.header().consumerGroup(),
                pull.header().topic(),
                found.entries().size(),
                found.body().remaining());
        pull.responder().reply(header(pull, ResponseCode.SUCCESS, found).withBody(found.body()));
    }

    private void answer(PullRequest pull, int code, QueueReader.Found found) {
        pull.responder().reply(header(pull, code, found));
    }

    private Command header(PullRequest pull, int code, QueueReader.Found found) {
        return pull.request()
                .reply(code, found.status().name())
                .withHeader(new PullMessageResponseHeader(
                        hint.suggestedBrokerId(found), found.nextOffset(), found.minOffset(), found.maxOffset()));
    }

    private void later(PullRequest pull, Runnable task) {
        waiting.executor.execute(() -> guarded(pull, task));
    }

    private static void guarded(PullRequest pull, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("pull of {} failed", pull.queue(), e);
            pull.fail(e);
        }
    }
}
