package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Gathers the sends of one log entry as they are stored: a number is the difference to that of the send before, which takes
 * one byte or two as a rule ({@link PayloadWriter#putSmall}).
 *
 * <pre>
 *  version 4, time of the last send 8, log index from which on sends are remembered 8, count 4,
 *  { topic id, message id (see ClientMessageId), queue id, queue offset, physical offset, messages } * count
 * </pre>
 */
final class SentBlock {
    private static final int VERSION = 4;
    private static final int TIME_POSITION = 1;
    private static final int KEPT_POSITION = 9;
    private static final int COUNT_POSITION = 17;
    /** One byte for each number. */
    private static final int MIN_SEND_BYTES = 8;

    private static final Sent NONE = new Sent(0, ClientMessageId.NONE, new SentBefore(0, 0, 0, 0));

    /**
     * What a block says of all its sends.
     *
     * @param lastTimeMs time of the last one
     * @param keptFrom log index of the first entry whose sends are remembered behind that of the block
     */
    record End(long lastTimeMs, long keptFrom) {}

    private final PayloadWriter out = new PayloadWriter();
    private Sent last = NONE;
    private int sends;

    int sends() {
        return sends;
    }

    void add(Sent sent) {
        if (sends == 0) {
            out.clear().putByte(VERSION).putLong(0).putLong(0).putInt(0);
        }
        SentBefore outcome = sent.outcome();
        SentBefore before = last.outcome();
        out.putSmall((long) sent.topicId() - last.topicId());
        sent.id().write(out, last.id());
        out.putSmall((long) outcome.queueId() - before.queueId())
                .putSmall(outcome.queueOffset() - before.queueOffset())
                .putSmall(outcome.physicalOffset() - before.physicalOffset())
                .putSmall(outcome.messages());
        last = sent;
        sends++;
    }

    /** The bytes to store; the next send is the first one of another block. */
    byte[] end(End end) {
        byte[] value = out.toBytes();
        ByteBuffer.wrap(value)
                .putLong(TIME_POSITION, end.lastTimeMs())
                .putLong(KEPT_POSITION, end.keptFrom())
                .putInt(COUNT_POSITION, sends);
        last = NONE;
        sends = 0;
        return value;
    }

    /** Reads what was stored. */
    static End read(byte[] value, Consumer<Sent> sends) {
        return PayloadReader.readAll("stored sends", ByteBuffer.wrap(value), in -> {
            in.version(VERSION);
            End end = new End(in.getLong(), in.getLong());
            Sent before = NONE;
            for (int left = in.getCount(MIN_SEND_BYTES); left > 0; left--) {
                before = next(in, before);
                sends.accept(before);
            }
            return end;
        });
    }

    private static Sent next(PayloadReader in, Sent before) {
        int topicId = before.topicId() + in.getSmallInt();
        ClientMessageId id = ClientMessageId.read(in, before.id());
        int queueId = before.outcome().queueId() + in.getSmallInt();
        long queueOffset = before.outcome().queueOffset() + in.getSmall();
        long physicalOffset = before.outcome().physicalOffset() + in.getSmall();
        return new Sent(topicId, id, new SentBefore(queueId, queueOffset, physicalOffset, in.getSmallInt()));
    }
}
