package io.ringmq.broker.state;

import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;

/**
 * Lets the messages of a send, which are the records behind it, apply only if the same send was not stored before: the
 * record SEND_ONCE.
 *
 * <pre>
 *  version 3, messages 4, queue id 4, time 8, topic text, message id (see ClientMessageId)
 * </pre>
 *
 * @param topic and queueId where the producer sends to, which is not where a delayed message is stored
 * @param timeMs the leader's time, by which sends are forgotten
 * @param id of the first message
 * @param messages how many there are
 */
record SendOnce(String topic, int queueId, long timeMs, ClientMessageId id, int messages) {

    private static final int VERSION = 3;

    ByteBuffer encode() {
        PayloadWriter out = new PayloadWriter()
                .putByte(VERSION)
                .putInt(messages)
                .putInt(queueId)
                .putLong(timeMs)
                .putText(topic);
        id.write(out, ClientMessageId.NONE);
        return ByteBuffer.wrap(out.toBytes());
    }

    static SendOnce decode(ByteBuffer payload) {
        return PayloadReader.readAll("SEND_ONCE", payload, in -> {
            in.version(VERSION);
            int messages = in.getInt();
            int queueId = in.getInt();
            if (messages < 1 || queueId < 0) {
                throw new IllegalArgumentException(messages + " messages to queue " + queueId);
            }
            long timeMs = in.getLong();
            return new SendOnce(
                    in.getText(), queueId, timeMs, ClientMessageId.read(in, ClientMessageId.NONE), messages);
        });
    }

    /** How many records behind one of these depend on it. */
    static int guardedRecords(ByteBuffer payload) {
        return decode(payload).messages;
    }

    ProposedRecord toRecord() {
        return Records.encoded(RecordType.SEND_ONCE, encode());
    }
}
