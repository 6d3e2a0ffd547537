package io.ringmq.client.consumer;

import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.PullMessageResponseHeader;
import io.ringmq.remoting.message.MalformedMessageException;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one queue for as long as it is this member's: asks where to begin, pulls while the buffer has room, hands the
 * messages to the listeners and keeps the offset up to which all are done. Used by the consumer's thread only.
 */
final class QueueConsumption {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumption.class);
    private static final int RETRY_MS = 1_000;
    private static final int NOTHING_NEW_MS = 20;
    private static final int REDELIVERY_RETRY_MS = 5_000;
    private static final long NOTHING_COMMITTED = -1;

    private final MessageQueue queue;
    private final Subscription subscription;
    private final GroupShare share;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private @Nullable OffsetTracker offsets;
    private long committed = NOTHING_COMMITTED;
    private boolean pulling;
    private boolean stopped;

    QueueConsumption(MessageQueue queue, Subscription subscription, GroupShare share) {
        this.queue = queue;
        this.subscription = subscription;
        this.share = share;
    }

    /** Begins at the group's offset; tries until a broker tells it. */
    void start() {
        boolean retryTopic = TopicNames.isRetry(queue.topic());
        StartPosition ifNone =
                retryTopic ? StartPosition.EARLIEST : share.options().startPosition();
        share.requests()
                .firstOffset(queue, ifNone)
                .whenCompleteAsync((offset, failure) -> started(offset, failure), share.thread());
    }

    /**
     * Stops reading and stores the offset.
     *
     * @return completed when every message under way is consumed
     */
    CompletableFuture<Void> stop() {
        stopped = true;
        commit();
        completeIfDrained();
        return drained;
    }

    /** Stores the offset if it has changed. */
    CompletableFuture<Void> commit() {
        OffsetTracker tracker = offsets;
        if (tracker == null || tracker.committable() == committed) {
            return CompletableFuture.completedFuture(null);
        }
        long offset = tracker.committable();
        return share.requests()
                .commit(queue, offset)
                .handleAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                committed = offset;
                            } else {
                                LOG.info("offset {} of {} is not stored yet: {}", offset, queue, failure.toString());
                            }
                            return null;
                        },
                        share.thread());
    }

    private void started(@Nullable Long offset, @Nullable Throwable failure) {
        if (stopped) {
            return;
        }
        if (offset == null) {
            LOG.info("no offset for {} yet, asking again: {}", queue, String.valueOf(failure));
            later(this::start, RETRY_MS);
            return;
        }
        offsets = new OffsetTracker(offset);
        pull(offsets);
    }

    private void pull(OffsetTracker tracker) {
        if (stopped || pulling || !share.hasRoom(tracker)) {
            return;
        }
        pulling = true;
        share.requests()
                .pull(queue, subscription, tracker.next(), tracker.committable())
                .whenCompleteAsync((answer, failure) -> pulled(tracker, answer, failure), share.thread());
    }

    private void pulled(OffsetTracker tracker, @Nullable Command answer, @Nullable Throwable failure) {
        pulling = false;
        if (stopped) {
            return;
        }
        try {
            int waitMs = answer == null ? RETRY_MS : accept(tracker, answer);
            if (waitMs == RETRY_MS) {
                LOG.info("pull of {} at {} failed: {}", queue, tracker.next(), reason(answer, failure));
            }
            pullAfter(waitMs, tracker);
        } catch (MalformedMessageException | CommandException e) {
            LOG.warn("the answer to a pull of {} at {} can not be read", queue, tracker.next(), e);
            pullAfter(RETRY_MS, tracker);
        }
    }

    private void pullAfter(int waitMs, OffsetTracker tracker) {
        if (waitMs == 0) {
            pull(tracker);
        } else {
            later(() -> pull(tracker), waitMs);
        }
    }

    /** Takes an answer and says how long the next pull is to wait; a broker may answer without holding a pull. */
    private int accept(OffsetTracker tracker, Command answer) {
        long before = tracker.next();
        switch (answer.code()) {
            case ResponseCode.SUCCESS -> {
                List<WireMessage> messages = MessageLayout.readAll(answer.body().duplicate());
                messages.forEach(message -> consume(tracker, message));
                tracker.readUpTo(PullMessageResponseHeader.parse(answer).nextBeginOffset());
            }
            case ResponseCode.PULL_NOT_FOUND, ResponseCode.PULL_RETRY_IMMEDIATELY ->
                tracker.readUpTo(PullMessageResponseHeader.parse(answer).nextBeginOffset());
            case ResponseCode.PULL_OFFSET_MOVED -> {
                long offset = PullMessageResponseHeader.parse(answer).nextBeginOffset();
                LOG.warn("offset {} of {} is out of the queue's range, going on at {}", before, queue, offset);
                tracker.reset(offset);
            }
            default -> {
                return RETRY_MS;
            }
        }
        return tracker.next() == before ? NOTHING_NEW_MS : 0;
    }

    private void consume(OffsetTracker tracker, WireMessage message) {
        String tag = MessageProperties.find(message.properties(), PropertyNames.TAGS);
        boolean wanted = subscription.wants(tag);
        if (wanted && tracker.read(message.queueOffset(), message.body().remaining())) {
            hand(tracker, message);
        }
    }

    private void hand(OffsetTracker tracker, WireMessage message) {
        share.listeners()
                .consume(queue, message, outcome -> share.thread().execute(() -> consumed(tracker, message, outcome)));
    }

    private void consumed(OffsetTracker tracker, WireMessage message, ConsumeOutcome outcome) {
        if (outcome == ConsumeOutcome.CONSUMED) {
            done(tracker, message);
            return;
        }
        share.redelivery()
                .request(queue, message)
                .whenCompleteAsync(
                        (nothing, failure) -> {
                            if (failure == null) {
                                done(tracker, message);
                            } else {
                                LOG.warn(
                                        "message {} of {} is consumed again here: {}",
                                        message.queueOffset(),
                                        queue,
                                        failure.toString());
                                later(() -> hand(tracker, message), REDELIVERY_RETRY_MS);
                            }
                        },
                        share.thread());
    }

    private void done(OffsetTracker tracker, WireMessage message) {
        tracker.done(message.queueOffset());
        completeIfDrained();
        pull(tracker);
    }

    private void completeIfDrained() {
        if (stopped && (offsets == null || offsets.pendingMessages() == 0)) {
            drained.complete(null);
        }
    }

    private void later(Runnable step, int delayMs) {
        share.thread()
                .schedule(
                        () -> {
                            if (!stopped) {
                                step.run();
                            }
                        },
                        delayMs,
                        TimeUnit.MILLISECONDS);
    }

    private static String reason(@Nullable Command answer, @Nullable Throwable failure) {
        return answer == null ? String.valueOf(failure) : answer.code() + " " + answer.remark();
    }
}
