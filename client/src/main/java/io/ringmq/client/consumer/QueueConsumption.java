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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one queue for as long as it is this member's: asks where to begin, pulls while the buffer has room, hands the
 * messages to the listeners and keeps the offset up to which all are done. Used by the consumer's thread only, but for
 * what listeners report.
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
    /** Whether listeners are to say when there is room in the buffer. */
    private final AtomicBoolean full = new AtomicBoolean();

    private @Nullable OffsetTracker offsets;
    private long committed = NOTHING_COMMITTED;
    private boolean pulling;
    private volatile boolean stopped;

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
        if (stopped || pulling) {
            return;
        }
        BufferPart part = share.bufferPart();
        full.set(true);
        if (!part.hasRoom(tracker)) {
            return;
        }
        full.set(false);
        pulling = true;
        int maxMessages = part.maxMessages() - tracker.pendingMessages();
        long maxBytes = part.maxBytes() - tracker.pendingBytes();
        share.requests()
                .pull(queue, subscription, tracker, maxMessages, maxBytes)
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
                PulledMessages pulled =
                        tracker.read(wanted(answer), answer.body().remaining());
                tracker.readUpTo(PullMessageResponseHeader.parse(answer).nextBeginOffset());
                if (pulled != null) {
                    hand(tracker, pulled, 0, pulled.size());
                }
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

    private List<WireMessage> wanted(Command answer) {
        List<WireMessage> messages = MessageLayout.readAll(answer.body().duplicate());
        if (subscription.tags().isEmpty()) {
            return messages;
        }
        return messages.stream()
                .filter(message -> subscription.wants(MessageProperties.find(message.properties(), PropertyNames.TAGS)))
                .toList();
    }

    private void hand(OffsetTracker tracker, PulledMessages pulled, int from, int to) {
        share.listeners()
                .consume(
                        queue,
                        pulled,
                        from,
                        to,
                        (messages, first, end, outcome) -> consumed(tracker, messages, first, end, outcome));
    }

    /** Called on a listener's thread, which goes on with the next messages unless this queue has something to do. */
    private void consumed(OffsetTracker tracker, PulledMessages pulled, int from, int to, ConsumeOutcome outcome) {
        if (outcome == ConsumeOutcome.CONSUMED) {
            done(tracker, pulled, from, to);
            return;
        }
        for (int i = from; i < to; i++) {
            redeliver(tracker, pulled, i);
        }
    }

    private void redeliver(OffsetTracker tracker, PulledMessages pulled, int index) {
        WireMessage message = pulled.get(index);
        share.redelivery()
                .request(queue, message)
                .whenCompleteAsync(
                        (nothing, failure) -> {
                            if (failure == null) {
                                done(tracker, pulled, index, index + 1);
                            } else {
                                LOG.warn(
                                        "message {} of {} is consumed again here: {}",
                                        message.queueOffset(),
                                        queue,
                                        failure.toString());
                                later(() -> hand(tracker, pulled, index, index + 1), REDELIVERY_RETRY_MS);
                            }
                        },
                        share.thread());
    }

    private void done(OffsetTracker tracker, PulledMessages pulled, int from, int to) {
        tracker.done(pulled, from, to);
        boolean pullsAgain = full.get() && share.bufferPart().hasRoom(tracker) && full.compareAndSet(true, false);
        if (pullsAgain || stopped) {
            share.thread().execute(() -> {
                completeIfDrained();
                pull(tracker);
            });
        }
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
