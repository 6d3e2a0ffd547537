package io.ringmq.broker.state;

import io.ringmq.store.record.ProposedRecord;

/** Makes the records by which messages are popped; each says under what condition it takes effect. */
public final class PopRecords {

    private PopRecords() {}

    /** Hands messages out. The result is {@link ApplyResult.Applied}, or Rejected if the condition does not hold. */
    public static ProposedRecord take(PopTake take) {
        return Records.encoded(RecordType.POP_TAKE, PopCodec.encode(take));
    }

    /** Acknowledges messages. The result is {@link ApplyResult.Resolved}. */
    public static ProposedRecord ack(PopAck ack) {
        return Records.encoded(RecordType.POP_ACK, PopCodec.encode(ack));
    }

    /** Changes an invisible time. The result is Applied, or Rejected if the message is not in flight there. */
    public static ProposedRecord change(PopChange change) {
        return Records.encoded(RecordType.POP_CHANGE, PopCodec.encode(change));
    }

    /** Guards the copy of a message, which is proposed behind it; see {@link PopRevival}. */
    public static ProposedRecord revive(PopRevival revival) {
        return Records.encoded(RecordType.POP_REVIVE, PopCodec.encode(revival));
    }

    /** Hands messages out in order. The result is {@link ApplyResult.PoppedInOrder}, or Rejected. */
    public static ProposedRecord takeInOrder(PopOrderedTake take) {
        return Records.encoded(RecordType.POP_TAKE_ORDERED, PopCodec.encode(take));
    }

    /**
     * Acknowledges messages that were popped in order; the start offset is of no meaning. The result is {@link
     * ApplyResult.Resolved}, where those that were acknowledged before count if the queue's pop is still this one.
     */
    public static ProposedRecord ackInOrder(PopAck ack) {
        return Records.encoded(RecordType.POP_ACK_ORDERED, PopCodec.encode(ack));
    }

    /** As {@link #change}, for what was popped in order: its handle remains good. */
    public static ProposedRecord changeInOrder(PopChange change) {
        return Records.encoded(RecordType.POP_CHANGE_ORDERED, PopCodec.encode(change));
    }

    /** Says how a group consumes a topic. */
    public static ProposedRecord mode(PopMode mode) {
        return Records.encoded(RecordType.POP_MODE, PopCodec.encode(mode));
    }
}
