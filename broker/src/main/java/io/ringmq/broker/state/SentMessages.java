package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The latest sends to topics that store each send once, to find out which ones are retries. Only for the applying thread.
 *
 * <p>They are kept in memory and written through, those of one log entry in one record of the store under the index of the
 * entry. They are forgotten by whole entries, the oldest first, as soon as there are too many or their messages
 * are older than {@link #WINDOW_MS} by the times in the log: what a replica remembers depends on the log alone, not
 * on when it was started.
 *
 * <pre>
 *  SENT   key log index 8
 *         value version 2, time of the last send 8, count 4, { topic id 4, message id, queue id 4, queue offset 8,
 *               physical offset 8, messages 4 } * count
 * </pre>
 */
final class SentMessages {
    /** The most sends that are remembered: 35 to 55 MB of memory if they are that many. */
    static final int MAX_SENDS = 500_000;

    static final long WINDOW_MS = 120_000;

    private static final int VERSION = 2;
    private static final int MIN_SEND_BYTES = 31;
    private static final int TIME_POSITION = 1;
    private static final int COUNT_POSITION = 9;

    private final int maxSends;
    private final SentTable table = new SentTable();
    private final Deque<Block> blocks = new ArrayDeque<>();

    /** The send whose first message is the next record. */
    private @Nullable Begun pending;

    /** The send that the present record begins. */
    private @Nullable Begun begun;

    /** The record of the entry that is being applied, without time and count. */
    private final PayloadWriter ofEntry = new PayloadWriter();

    private int sendsOfEntry;
    private long lastTimeMs;

    /** The sends of one log entry. */
    private record Block(long index, int sends, long lastTimeMs) {}

    private record Begun(int topicId, SendOnce send) {}

    private SentMessages(int maxSends) {
        this.maxSends = maxSends;
    }

    static SentMessages load(StateStore store) {
        return load(store, MAX_SENDS);
    }

    static SentMessages load(StateStore store, int maxSends) {
        SentMessages loaded = new SentMessages(maxSends);
        store.scan(Family.SENT, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            loaded.restore(StateKeys.toLong(key), value);
            return true;
        });
        return loaded;
    }

    private void restore(long index, byte[] value) {
        Block block = PayloadReader.readAll("stored sends", ByteBuffer.wrap(value), in -> {
            in.version(VERSION);
            long timeMs = in.getLong();
            int sends = in.getCount(MIN_SEND_BYTES);
            for (int i = 0; i < sends; i++) {
                table.add(new Sent(
                        in.getInt(),
                        ClientMessageId.read(in),
                        new SentBefore(in.getInt(), in.getLong(), in.getLong(), in.getInt())));
            }
            return new Block(index, sends, timeMs);
        });
        blocks.add(block);
    }

    /** What became of a send with this id and number of messages; null if none is known. */
    @Nullable
    SentBefore find(int topicId, ClientMessageId id, int messages) {
        return table.find(topicId, id, messages);
    }

    /** What became of a send if it is a retry; else its messages are to be applied, the first one right after this. */
    ApplyResult begin(int topicId, SendOnce send) {
        SentBefore before = find(topicId, send.id(), send.messages());
        begun = before == null ? new Begun(topicId, send) : null;
        return before == null ? new Applied(true) : before;
    }

    /**
     * Takes note of what became of a record, for each one that is applied: if a send began with the record before, this is
     * its first message.
     *
     * @return the same result
     */
    ApplyResult outcome(ApplyResult result) {
        Begun last = pending;
        pending = begun;
        begun = null;
        if (last != null && result instanceof AppendedMessage message) {
            stored(last.topicId(), last.send(), message);
        }
        return result;
    }

    /** Takes note of a send by its first message. */
    void stored(int topicId, SendOnce send, AppendedMessage message) {
        table.add(new Sent(
                topicId,
                send.id(),
                new SentBefore(send.queueId(), message.queueOffset(), message.physicalOffset(), send.messages())));
        if (sendsOfEntry == 0) {
            ofEntry.clear().putByte(VERSION).putLong(0).putInt(0);
        }
        ofEntry.putInt(topicId);
        send.id().write(ofEntry);
        ofEntry.putInt(send.queueId())
                .putLong(message.queueOffset())
                .putLong(message.physicalOffset())
                .putInt(send.messages());
        sendsOfEntry++;
        lastTimeMs = send.timeMs();
    }

    /** Writes the sends of an entry, and forgets the oldest ones. */
    void endOfEntry(StateBatch batch, long index) {
        pending = null;
        if (sendsOfEntry == 0) {
            return;
        }
        byte[] value = ofEntry.toBytes();
        ByteBuffer.wrap(value).putLong(TIME_POSITION, lastTimeMs).putInt(COUNT_POSITION, sendsOfEntry);
        batch.put(Family.SENT, StateKeys.longBytes(index), value);
        blocks.add(new Block(index, sendsOfEntry, lastTimeMs));
        sendsOfEntry = 0;
        forget(batch);
    }

    /** What was stored last stays, so that a retry of it is found whatever its size. */
    private void forget(StateBatch batch) {
        while (blocks.size() > 1 && isOver(blocks.element())) {
            Block oldest = blocks.remove();
            for (int i = 0; i < oldest.sends(); i++) {
                table.removeFirst();
            }
            batch.delete(Family.SENT, StateKeys.longBytes(oldest.index()));
        }
    }

    private boolean isOver(Block block) {
        return table.size() > maxSends || block.lastTimeMs() < lastTimeMs - WINDOW_MS;
    }
}
