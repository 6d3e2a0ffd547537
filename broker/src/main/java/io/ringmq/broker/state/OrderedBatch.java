package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a queue that a group popped in order, while some of them are in flight: the next pop of the queue waits
 * until they are acknowledged, and begins at the first that is not once their invisible time is over. In the store:
 *
 * <pre>
 *  version 1, attempt text, pop time (ms) 8, count 4,
 *    { queue offset 8, acknowledged flag, deliveries before 4, visible at (ms) 8 } * count
 * </pre>
 *
 * @param attemptId who calls again with it is the one who has the messages; empty if nobody can
 * @param messages ascending by offset
 */
public record OrderedBatch(String attemptId, long popTimeMs, List<Message> messages) {

    private static final int VERSION = 1;
    private static final int MESSAGE_BYTES = 21;

    /**
     * One of the messages.
     *
     * @param deliveries how often it was handed out before
     * @param visibleMs when its invisible time is over
     */
    public record Message(long offset, boolean acknowledged, int deliveries, long visibleMs) {
        Message acknowledge() {
            return new Message(offset, true, deliveries, visibleMs);
        }

        Message visibleAt(long atMs) {
            return new Message(offset, acknowledged, deliveries, atMs);
        }
    }

    public OrderedBatch {
        messages = List.copyOf(messages);
    }

    /** What a pop hands out, in place of what the one before it handed out, if there was one. */
    static OrderedBatch of(PopOrderedTake taken, @Nullable OrderedBatch before) {
        PopTake take = taken.take();
        List<Message> messages = take.offsets().stream()
                .map(offset -> new Message(
                        offset,
                        false,
                        before == null ? 0 : before.deliveriesUntil(taken.attemptId(), offset),
                        PopCheckpoint.dueMs(take.popTimeMs(), take.invisibleMs())))
                .toList();
        return new OrderedBatch(taken.attemptId(), take.popTimeMs(), messages);
    }

    /** The same attempt does not count twice: it is a client that has not heard the answer. */
    private int deliveriesUntil(String nextAttemptId, long offset) {
        Message message = find(offset);
        if (message == null) {
            return 0;
        }
        return message.deliveries + (isOf(nextAttemptId) ? 0 : 1);
    }

    private boolean isOf(String otherAttemptId) {
        return !attemptId.isEmpty() && attemptId.equals(otherAttemptId);
    }

    private @Nullable Message find(long offset) {
        for (Message message : messages) {
            if (message.offset == offset) {
                return message;
            }
        }
        return null;
    }

    /** Whether nobody else may pop from the queue at a time; the attempt that has these messages may. */
    public boolean blocks(long atMs, String nextAttemptId) {
        return !isOf(nextAttemptId) && blockedUntilMs() > atMs;
    }

    /** When the last invisible time is over. */
    public long blockedUntilMs() {
        long until = Long.MIN_VALUE;
        for (Message message : messages) {
            until = message.acknowledged ? until : Math.max(until, message.visibleMs);
        }
        return until;
    }

    /** The lowest offset that is not acknowledged; there must be one. */
    long firstInFlight() {
        for (Message message : messages) {
            if (!message.acknowledged) {
                return message.offset;
            }
        }
        throw new IllegalStateException("all is acknowledged of " + this);
    }

    /** How many messages are in flight. */
    int left() {
        return (int) messages.stream().filter(message -> !message.acknowledged).count();
    }

    /** How often each message was handed out before, in their order. */
    List<Integer> deliveries() {
        return messages.stream().map(Message::deliveries).toList();
    }

    /** How many of these messages are in the batch, acknowledged or not. */
    int count(List<Long> offsets) {
        return (int) offsets.stream().filter(offset -> find(offset) != null).count();
    }

    OrderedBatch acknowledging(List<Long> offsets) {
        return with(messages.stream()
                .map(message -> offsets.contains(message.offset) ? message.acknowledge() : message)
                .toList());
    }

    boolean isInFlight(long offset) {
        Message message = find(offset);
        return message != null && !message.acknowledged;
    }

    OrderedBatch visibleAt(long offset, long atMs) {
        return with(messages.stream()
                .map(message -> message.offset == offset ? message.visibleAt(atMs) : message)
                .toList());
    }

    private OrderedBatch with(List<Message> changed) {
        return new OrderedBatch(attemptId, popTimeMs, changed);
    }

    byte[] encode() {
        PayloadWriter out = new PayloadWriter()
                .putByte(VERSION)
                .putText(attemptId)
                .putLong(popTimeMs)
                .putInt(messages.size());
        messages.forEach(message -> out.putLong(message.offset)
                .putBoolean(message.acknowledged)
                .putInt(message.deliveries)
                .putLong(message.visibleMs));
        return out.toBytes();
    }

    static OrderedBatch decode(byte[] value) {
        return PayloadReader.readAll("messages popped in order", ByteBuffer.wrap(value), in -> {
            in.version(VERSION);
            String attemptId = in.getText();
            long popTimeMs = in.getLong();
            int count = in.getCount(MESSAGE_BYTES);
            List<Message> messages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                messages.add(new Message(in.getLong(), in.getBoolean(), in.getInt(), in.getLong()));
            }
            return new OrderedBatch(attemptId, popTimeMs, messages);
        });
    }
}
