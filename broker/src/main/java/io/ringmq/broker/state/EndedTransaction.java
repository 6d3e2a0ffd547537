package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/**
 * How a transaction ended. Its value in the store:
 *
 * <pre>
 *  version 1, fate 1, physical offset 8
 * </pre>
 *
 * @param physicalOffset of the half message in the log
 */
public record EndedTransaction(TransactionFate fate, long physicalOffset) {

    private static final int VERSION = 1;

    byte[] encode() {
        return new PayloadWriter()
                .putByte(VERSION)
                .putByte(fate.code())
                .putLong(physicalOffset)
                .toBytes();
    }

    static EndedTransaction decode(byte[] value) {
        return PayloadReader.readAll("an ended transaction", ByteBuffer.wrap(value), in -> {
            in.version(VERSION);
            return new EndedTransaction(TransactionFate.of(in.getByte()), in.getLong());
        });
    }
}
