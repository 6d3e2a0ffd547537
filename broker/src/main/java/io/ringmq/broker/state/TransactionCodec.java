package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/**
 * The payloads of the records of transactions, in the notation of {@link CommandCodec}.
 *
 * <pre>
 *  HALF_MESSAGE       version 1, first check (ms) 8, group text, transaction id text, message in the wire layout
 *  END_TRANSACTION    version 1, number 8, fate 1, target topic text, target queue id 4, records 4
 *  CHECK_TRANSACTION  version 1, number 8, checks before 4, next check (ms) 8
 * </pre>
 */
final class TransactionCodec {

    private static final int VERSION = CommandCodec.VERSION;

    private TransactionCodec() {}

    /** What stands in front of the message. */
    static byte[] halfPrefix(HalfMessage half) {
        return CommandCodec.start()
                .putLong(half.firstCheckMs())
                .putText(half.group())
                .putText(half.transactionId())
                .toBytes();
    }

    /** The message of the result shares the payload's bytes. */
    static HalfMessage decodeHalf(ByteBuffer payload) {
        return PayloadReader.readAll("HALF_MESSAGE", payload, in -> {
            in.version(VERSION);
            long firstCheckMs = in.getLong();
            String group = in.getText();
            return new HalfMessage(group, in.getText(), firstCheckMs, in.getRest());
        });
    }

    static ByteBuffer encode(TransactionEnd end) {
        return finish(CommandCodec.start()
                .putLong(end.number())
                .putByte(end.fate().code())
                .putText(end.targetTopic())
                .putInt(end.targetQueueId())
                .putInt(end.guardedRecords()));
    }

    static TransactionEnd decodeEnd(ByteBuffer payload) {
        return PayloadReader.readAll("END_TRANSACTION", payload, in -> {
            in.version(VERSION);
            long number = in.getLong();
            TransactionFate fate = TransactionFate.of(in.getByte());
            return new TransactionEnd(number, fate, in.getText(), in.getInt(), in.getInt());
        });
    }

    static ByteBuffer encode(TransactionCheck check) {
        return finish(CommandCodec.start()
                .putLong(check.number())
                .putInt(check.checksBefore())
                .putLong(check.nextCheckMs()));
    }

    static TransactionCheck decodeCheck(ByteBuffer payload) {
        return PayloadReader.readAll("CHECK_TRANSACTION", payload, in -> {
            in.version(VERSION);
            return new TransactionCheck(in.getLong(), in.getInt(), in.getLong());
        });
    }

    private static ByteBuffer finish(PayloadWriter out) {
        return ByteBuffer.wrap(out.toBytes());
    }
}
