package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/**
 * The payloads of the records of timed messages, in the notation of {@link CommandCodec}.
 *
 * <pre>
 *  TIMED_MESSAGE  version 1, due 8, id hash 8, the message in the wire layout
 *  FIRE_TIMER     version 1, due 8, position 8, id hash 8, records 4
 *  RECALL_TIMER   version 1, due 8, topic text, unique id text
 * </pre>
 *
 * Times are in milliseconds since the epoch.
 */
final class TimerCodec {

    /** Where the message begins in the payload of TIMED_MESSAGE. */
    static final int MESSAGE_POSITION = 1 + Long.BYTES + Long.BYTES;

    private static final int VERSION = CommandCodec.VERSION;

    private TimerCodec() {}

    /** The part of TIMED_MESSAGE in front of the message. */
    static ByteBuffer encodeHead(long dueMs, long idHash) {
        return finish(CommandCodec.start().putLong(dueMs).putLong(idHash));
    }

    static TimedMessage decodeMessage(ByteBuffer payload) {
        return PayloadReader.readAll("TIMED_MESSAGE", payload, in -> {
            in.version(VERSION);
            return new TimedMessage(in.getLong(), in.getLong(), in.getRest());
        });
    }

    static ByteBuffer encode(TimerFiring firing) {
        return finish(CommandCodec.start()
                .putLong(firing.key().dueMs())
                .putLong(firing.key().position())
                .putLong(firing.idHash())
                .putInt(firing.guardedRecords()));
    }

    static TimerFiring decodeFiring(ByteBuffer payload) {
        return PayloadReader.readAll("FIRE_TIMER", payload, in -> {
            in.version(VERSION);
            return new TimerFiring(new TimerKey(in.getLong(), in.getLong()), in.getLong(), in.getInt());
        });
    }

    static ByteBuffer encode(TimerRecall recall) {
        return finish(CommandCodec.start()
                .putLong(recall.dueMs())
                .putText(recall.topic())
                .putText(recall.uniqueId()));
    }

    static TimerRecall decodeRecall(ByteBuffer payload) {
        return PayloadReader.readAll("RECALL_TIMER", payload, in -> {
            in.version(VERSION);
            return new TimerRecall(in.getLong(), in.getText(), in.getText());
        });
    }

    private static ByteBuffer finish(PayloadWriter out) {
        return ByteBuffer.wrap(out.toBytes());
    }
}
