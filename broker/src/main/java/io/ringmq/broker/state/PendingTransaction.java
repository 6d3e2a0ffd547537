package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/**
 * A transaction of which nobody has said yet how it ends. Its value in the store, in the notation of {@link CommandCodec}:
 *
 * <pre>
 *  version 1, physical offset 8, size 4, body CRC 4, group text, transaction id text, checks 4, next check (ms) 8
 * </pre>
 *
 * @param number of the half message, unique within the ring; clients know it as its queue offset
 * @param physicalOffset of the half message in the log
 * @param sizeBytes of the half message
 * @param bodyCrc of the half message
 * @param group of its producer
 * @param checks how often a producer was asked
 * @param nextCheckMs when to ask next
 */
public record PendingTransaction(
        long number,
        long physicalOffset,
        int sizeBytes,
        int bodyCrc,
        String group,
        String transactionId,
        int checks,
        long nextCheckMs) {

    private static final int VERSION = 1;

    PendingTransaction checked(long newNextCheckMs) {
        return new PendingTransaction(
                number, physicalOffset, sizeBytes, bodyCrc, group, transactionId, checks + 1, newNextCheckMs);
    }

    byte[] encode() {
        return new PayloadWriter()
                .putByte(VERSION)
                .putLong(physicalOffset)
                .putInt(sizeBytes)
                .putInt(bodyCrc)
                .putText(group)
                .putText(transactionId)
                .putInt(checks)
                .putLong(nextCheckMs)
                .toBytes();
    }

    static PendingTransaction decode(long number, byte[] value) {
        return PayloadReader.readAll("a pending transaction", ByteBuffer.wrap(value), in -> {
            in.version(VERSION);
            return new PendingTransaction(
                    number,
                    in.getLong(),
                    in.getInt(),
                    in.getInt(),
                    in.getText(),
                    in.getText(),
                    in.getInt(),
                    in.getLong());
        });
    }
}
