package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The payloads of the records of pops, in the notation of {@link CommandCodec}.
 *
 * <pre>
 *  POP_TAKE    version 1, queue, expected next offset 8, next offset 8, pop time 8, invisible time 8, start offset 8,
 *              offsets
 *  POP_ACK     version 1, batch, offsets
 *  POP_CHANGE  version 1, batch, offset 8, pop time 8, invisible time 8
 *  POP_REVIVE  version 1, batch, offset 8, target topic text, target queue id 4, records 4
 *  POP_MODE    version 1, group text, topic text, pop flag, share queues 4
 *
 *  POP_TAKE_ORDERED    version 1, attempt text, what POP_TAKE has behind its version
 *  POP_ACK_ORDERED     as POP_ACK
 *  POP_CHANGE_ORDERED  as POP_CHANGE
 *
 *  queue    group text, topic text, queue id 4
 *  batch    queue, start offset 8, pop time 8
 *  offsets  count 4, { offset - start offset 4 } * count
 * </pre>
 *
 * Times are in milliseconds.
 */
final class PopCodec {

    private static final int VERSION = CommandCodec.VERSION;

    private PopCodec() {}

    static ByteBuffer encode(PopTake take) {
        return finish(take(CommandCodec.start(), take));
    }

    static ByteBuffer encode(PopOrderedTake ordered) {
        return finish(take(CommandCodec.start().putText(ordered.attemptId()), ordered.take()));
    }

    private static PayloadWriter take(PayloadWriter out, PopTake take) {
        long startOffset = take.offsets().isEmpty() ? 0 : take.offsets().get(0);
        queue(out, take.queue())
                .putLong(take.expectedNext())
                .putLong(take.nextOffset())
                .putLong(take.popTimeMs())
                .putLong(take.invisibleMs())
                .putLong(startOffset);
        return writeOffsets(out, startOffset, take.offsets());
    }

    static PopTake decodeTake(ByteBuffer payload) {
        return PayloadReader.readAll("POP_TAKE", payload, in -> {
            in.version(VERSION);
            return take(in);
        });
    }

    static PopOrderedTake decodeOrderedTake(ByteBuffer payload) {
        return PayloadReader.readAll("POP_TAKE_ORDERED", payload, in -> {
            in.version(VERSION);
            String attemptId = in.getText();
            return new PopOrderedTake(take(in), attemptId);
        });
    }

    private static PopTake take(PayloadReader in) {
        GroupQueue queue = queue(in);
        long expectedNext = in.getLong();
        long nextOffset = in.getLong();
        long popTimeMs = in.getLong();
        long invisibleMs = in.getLong();
        long startOffset = in.getLong();
        return new PopTake(queue, expectedNext, nextOffset, popTimeMs, invisibleMs, readOffsets(in, startOffset));
    }

    static ByteBuffer encode(PopAck ack) {
        PayloadWriter out = batch(CommandCodec.start(), ack.batch());
        return finish(writeOffsets(out, ack.batch().startOffset(), ack.offsets()));
    }

    static PopAck decodeAck(ByteBuffer payload) {
        return PayloadReader.readAll("POP_ACK", payload, in -> {
            in.version(VERSION);
            PopBatch batch = batch(in);
            return new PopAck(batch, readOffsets(in, batch.startOffset()));
        });
    }

    static ByteBuffer encode(PopChange change) {
        return finish(batch(CommandCodec.start(), change.batch())
                .putLong(change.offset())
                .putLong(change.popTimeMs())
                .putLong(change.invisibleMs()));
    }

    static PopChange decodeChange(ByteBuffer payload) {
        return PayloadReader.readAll("POP_CHANGE", payload, in -> {
            in.version(VERSION);
            return new PopChange(batch(in), in.getLong(), in.getLong(), in.getLong());
        });
    }

    static ByteBuffer encode(PopRevival revival) {
        return finish(batch(CommandCodec.start(), revival.batch())
                .putLong(revival.offset())
                .putText(revival.targetTopic())
                .putInt(revival.targetQueueId())
                .putInt(revival.guardedRecords()));
    }

    static PopRevival decodeRevival(ByteBuffer payload) {
        return PayloadReader.readAll("POP_REVIVE", payload, in -> {
            in.version(VERSION);
            return new PopRevival(batch(in), in.getLong(), in.getText(), in.getInt(), in.getInt());
        });
    }

    static ByteBuffer encode(PopMode mode) {
        return finish(CommandCodec.start()
                .putText(mode.group())
                .putText(mode.topic())
                .putBoolean(mode.pop())
                .putInt(mode.shareQueues()));
    }

    static PopMode decodeMode(ByteBuffer payload) {
        return PayloadReader.readAll("POP_MODE", payload, in -> {
            in.version(VERSION);
            return new PopMode(in.getText(), in.getText(), in.getBoolean(), in.getInt());
        });
    }

    static PayloadWriter queue(PayloadWriter out, GroupQueue queue) {
        return out.putText(queue.group()).putText(queue.topic()).putInt(queue.queueId());
    }

    static GroupQueue queue(PayloadReader in) {
        return new GroupQueue(in.getText(), in.getText(), in.getInt());
    }

    static PayloadWriter batch(PayloadWriter out, PopBatch batch) {
        return queue(out, batch.queue()).putLong(batch.startOffset()).putLong(batch.popTimeMs());
    }

    static PopBatch batch(PayloadReader in) {
        return new PopBatch(queue(in), in.getLong(), in.getLong());
    }

    static PayloadWriter writeOffsets(PayloadWriter out, long startOffset, List<Long> offsets) {
        out.putInt(offsets.size());
        offsets.forEach(offset -> out.putInt(Math.toIntExact(offset - startOffset)));
        return out;
    }

    static List<Long> readOffsets(PayloadReader in, long startOffset) {
        int count = in.getCount(Integer.BYTES);
        List<Long> offsets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            offsets.add(startOffset + in.getInt());
        }
        return offsets;
    }

    private static ByteBuffer finish(PayloadWriter out) {
        return ByteBuffer.wrap(out.toBytes());
    }
}
