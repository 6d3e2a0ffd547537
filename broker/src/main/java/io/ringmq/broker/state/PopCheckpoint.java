package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages popped together and what became of each. In the store:
 *
 * <pre>
 *  version 1, invisible time (ms) 8, resolved 8 (bit i: message i), count 4, { offset - start offset 4 } * count
 * </pre>
 *
 * @param resolved bit i is set once message i was acknowledged, revived or given another invisible time
 * @param offsets queue offsets of the messages, ascending
 */
record PopCheckpoint(PopBatch batch, long invisibleMs, long resolved, List<Long> offsets) {

    /** One bit each. */
    static final int MAX_MESSAGES = Long.SIZE;

    private static final int VERSION = 1;

    PopCheckpoint {
        offsets = List.copyOf(offsets);
    }

    /** When its messages are to be delivered again. */
    long dueMs() {
        return dueMs(batch.popTimeMs(), invisibleMs);
    }

    /** When an invisible time is over. */
    static long dueMs(long popTimeMs, long invisibleMs) {
        long due = popTimeMs + invisibleMs;
        return due < popTimeMs ? Long.MAX_VALUE : due;
    }

    boolean isDone() {
        return left() == 0;
    }

    /** How many messages are in flight. */
    int left() {
        return offsets.size() - Long.bitCount(resolved);
    }

    /** The bits of those of the given messages that are in flight. */
    long inFlight(List<Long> wanted) {
        long bits = 0;
        for (Long offset : wanted) {
            int index = offsets.indexOf(offset);
            bits |= index < 0 ? 0 : 1L << index;
        }
        return bits & ~resolved;
    }

    PopCheckpoint resolving(long bits) {
        return new PopCheckpoint(batch, invisibleMs, resolved | bits, offsets);
    }

    /** The messages in flight. */
    List<Long> unresolved() {
        List<Long> unresolved = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i++) {
            if (((resolved >>> i) & 1) == 0) {
                unresolved.add(offsets.get(i));
            }
        }
        return unresolved;
    }

    /** The lowest offset in flight; there must be one. */
    long firstUnresolved() {
        return offsets.get(Long.numberOfTrailingZeros(~resolved));
    }

    byte[] encode() {
        PayloadWriter out =
                new PayloadWriter().putByte(VERSION).putLong(invisibleMs).putLong(resolved);
        PopCodec.writeOffsets(out, batch.startOffset(), offsets);
        return out.toBytes();
    }

    static PopCheckpoint decode(PopBatch batch, byte[] value) {
        return PayloadReader.readAll("a checkpoint of popped messages", ByteBuffer.wrap(value), in -> {
            in.version(VERSION);
            long invisibleMs = in.getLong();
            long resolved = in.getLong();
            return new PopCheckpoint(batch, invisibleMs, resolved, PopCodec.readOffsets(in, batch.startOffset()));
        });
    }
}
