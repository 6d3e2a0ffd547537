package io.ringmq.broker.state;

import java.util.List;

/** What became of one record when it was applied; the same on every replica. */
public sealed interface ApplyResult {

    /**
     * The message is in its queue.
     *
     * @param queueOffset its number in the queue
     * @param physicalOffset of the first byte of its wire layout in the log
     * @param sizeBytes of the wire layout
     */
    record AppendedMessage(long queueOffset, long physicalOffset, int sizeBytes) implements ApplyResult {}

    /**
     * The record changed nothing, because the state does not allow it.
     *
     * @param reason for the log and for people
     */
    record Rejected(Reason reason, String detail) implements ApplyResult {}

    /** The record stands behind a condition that did not hold, or is that condition. */
    record Skipped() implements ApplyResult {}

    /**
     * A send was stored before, and is not stored again.
     *
     * @param queueId where the producer sent to at that time
     * @param queueOffset of its first message
     * @param physicalOffset of its first message; negative if that is for the queue to tell
     * @param messages how many it has
     * @param dueMs when it is to be delivered, 0 if at once
     */
    record SentBefore(int queueId, long queueOffset, long physicalOffset, int messages, long dueMs)
            implements ApplyResult {
        /** Of a send that is delivered at once. */
        public SentBefore(int queueId, long queueOffset, long physicalOffset, int messages) {
            this(queueId, queueOffset, physicalOffset, messages, 0);
        }
    }

    /** A producer is known from now on, by this id. */
    record ProducerOpened(ProducerId id) implements ApplyResult {}

    /**
     * A command took effect.
     *
     * @param changed false if the state was like that before
     */
    record Applied(boolean changed) implements ApplyResult {}

    /**
     * Offsets were committed.
     *
     * @param stored how many are stored now
     * @param ignored how many were not, because their topic or queue does not exist, or was reset meanwhile
     */
    record OffsetsCommitted(int stored, int ignored) implements ApplyResult {}

    /**
     * Queues were asked for.
     *
     * @param epochs of the locks, in the order of the request; 0 for a queue that the client did not get
     */
    record QueuesLocked(List<Long> epochs) implements ApplyResult {}

    /**
     * Popped messages were acknowledged.
     *
     * @param count how many of those named were in flight until then
     */
    record Resolved(int count) implements ApplyResult {}

    /**
     * Messages were popped in order.
     *
     * @param deliveries how often each of them was handed out before
     */
    record PoppedInOrder(List<Integer> deliveries) implements ApplyResult {}

    /** Why a record was rejected. */
    enum Reason {
        /** The topic does not exist (any more). */
        UNKNOWN_TOPIC,
        /** The topic has no queue of this id. */
        UNKNOWN_QUEUE,
        /** The message is not in the wire layout. */
        MALFORMED_MESSAGE,
        /** It is a matter of a term that is over. */
        STALE_TERM,
        /** A pop came after another one that the leader had not seen, or whose messages are in flight in order. */
        POPPED_MEANWHILE,
        /** The popped message was acknowledged before, or its invisible time is over, or it was never popped. */
        NOT_IN_FLIGHT,
        /** The timed message does not wait, and may have been delivered. */
        NOT_WAITING,
        /** Nobody knows what this producer has sent: it was never here, or was forgotten. */
        UNKNOWN_PRODUCER,
        /** The producer has given up what comes now. */
        SETTLED,
        /** Messages that belong to different sends. */
        SPLIT_SEND,
        /** The producer leaves too many sends open. */
        TOO_MANY_UNSETTLED
    }
}
