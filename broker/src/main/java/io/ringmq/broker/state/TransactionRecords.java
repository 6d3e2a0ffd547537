package io.ringmq.broker.state;

import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;

/** Makes the records of transactions; each says under what condition it takes effect. */
public final class TransactionRecords {

    private TransactionRecords() {}

    /**
     * Begins a transaction. The result is {@link ApplyResult.AppendedMessage}, the queue offset being the number of the
     * half message; that of the first one, if a pending transaction has the same group, id and body: then this is a
     * repetition of it, whose answer was lost.
     */
    public static ProposedRecord half(HalfMessage half) {
        return new Half(ByteBuffer.wrap(TransactionCodec.halfPrefix(half)), half.message());
    }

    /** Ends a transaction. The result is Applied, or Skipped if it is not pending or its target does not exist. */
    public static ProposedRecord end(TransactionEnd end) {
        return Records.encoded(RecordType.END_TRANSACTION, TransactionCodec.encode(end));
    }

    /** Says that a producer is being asked. The result is Applied, changed if it took effect. */
    public static ProposedRecord check(TransactionCheck check) {
        return Records.encoded(RecordType.CHECK_TRANSACTION, TransactionCodec.encode(check));
    }

    private record Half(ByteBuffer prefix, ByteBuffer message) implements ProposedRecord {
        @Override
        public byte type() {
            return RecordType.HALF_MESSAGE;
        }

        @Override
        public int payloadBytes() {
            return prefix.remaining() + message.remaining();
        }

        @Override
        public void writePayload(ByteBuffer dst) {
            dst.put(prefix.duplicate()).put(message.duplicate());
        }
    }
}
