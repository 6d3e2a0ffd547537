package io.ringmq.broker.state;

import io.ringmq.store.key.KeyHash;
import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the records of timed messages; each says under what condition it takes effect. */
public final class TimerRecords {

    private TimerRecords() {}

    /**
     * Has a message wait. The result is {@link ApplyResult.AppendedMessage} with the queue offset 0, since it gets its
     * place in the queue when it is due, or Rejected as for a message.
     *
     * @param idHash see {@link #idHash}
     * @param encoded as in {@link Records#message}
     */
    public static ProposedRecord set(long dueMs, long idHash, ByteBuffer encoded) {
        return new SetRecord(TimerCodec.encodeHead(dueMs, idHash), encoded.slice());
    }

    /** Guards a message that is due, which is proposed behind it; see {@link TimerFiring}. */
    public static ProposedRecord fire(TimerFiring firing) {
        return Records.encoded(RecordType.FIRE_TIMER, TimerCodec.encode(firing));
    }

    /**
     * Recalls a message. The result is {@link ApplyResult.Applied}: it waited until now if changed, else it does not wait
     * and has not been delivered; or Rejected if it may have been delivered.
     */
    public static ProposedRecord recall(TimerRecall recall) {
        return Records.encoded(RecordType.RECALL_TIMER, TimerCodec.encode(recall));
    }

    /** By what messages that are due at the same time are told apart. */
    public static long idHash(String topic, String uniqueId) {
        ByteBuffer bytes = ByteBuffer.wrap(uniqueId.getBytes(StandardCharsets.UTF_8));
        return KeyHash.of(KeyHash.seed(topic), bytes, 0, bytes.limit());
    }

    /** The message in the payload of a record that has it wait. */
    public static ByteBuffer message(ByteBuffer payload) {
        return TimerCodec.decodeMessage(payload).message();
    }

    /** Two buffers, so that the message is not copied to be put behind the head. */
    private record SetRecord(ByteBuffer head, ByteBuffer message) implements ProposedRecord {
        @Override
        public byte type() {
            return RecordType.TIMED_MESSAGE;
        }

        @Override
        public int payloadBytes() {
            return head.remaining() + message.remaining();
        }

        @Override
        public void writePayload(ByteBuffer dst) {
            dst.put(head.duplicate()).put(message.duplicate());
        }
    }
}
