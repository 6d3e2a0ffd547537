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

    /** Says how a group consumes a topic. */
    public static ProposedRecord mode(PopMode mode) {
        return Records.encoded(RecordType.POP_MODE, PopCodec.encode(mode));
    }
}
