package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateEntry;
import io.ringmq.store.state.StateStore;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The latest sends to topics that store each send once, to find out which ones are retries. Only for the applying thread.
 *
 * <p>They are kept in memory and written through, those of one log entry in one record of the store under the index of the
 * entry. They are forgotten by whole entries, the oldest first, as soon as there are too many or their messages
 * are older than {@link #WINDOW_MS} by the times in the log: what a replica remembers depends on the log alone, not
 * on when it was started. The store drops them later, many entries at once, because to remove one is a write as well.
 *
 * <pre>
 *  SENT   key log index 8
 *         value see SentBlock
 * </pre>
 */
final class SentMessages {
    /** The most sends that are remembered: 38 to 58 MB of memory if they are that many. */
    static final int MAX_SENDS = 500_000;

    static final long WINDOW_MS = 120_000;

    /** How far what the store holds may begin in front of what is remembered, in log entries. */
    static final int MAX_FORGOTTEN = 1_024;

    private final int maxSends;
    private final SentTable table = new SentTable();
    private final Deque<Block> blocks = new ArrayDeque<>();

    /** Log index of the first entry in the store, 0 if there is none. */
    private long storedFrom;

    /** The send whose first message is the next record. */
    private @Nullable Begun pending;

    /** The send that the present record begins. */
    private @Nullable Begun begun;

    /** Those of the entry that is being applied. */
    private final SentBlock ofEntry = new SentBlock();

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
        StateEntry last = store.floor(Family.SENT, StateKeys.longBytes(Long.MAX_VALUE), 0);
        if (last != null) {
            long kept = SentBlock.read(last.value(), send -> {}).keptFrom();
            store.scan(Family.SENT, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
                loaded.restore(StateKeys.toLong(key), value, kept);
                return true;
            });
        }
        return loaded;
    }

    private void restore(long index, byte[] value, long kept) {
        storedFrom = storedFrom == 0 ? index : storedFrom;
        if (index >= kept) {
            int before = table.size();
            lastTimeMs = SentBlock.read(value, table::add).lastTimeMs();
            blocks.add(new Block(index, table.size() - before, lastTimeMs));
        }
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
        Sent stored = new Sent(
                topicId,
                send.id(),
                new SentBefore(send.queueId(), message.queueOffset(), message.physicalOffset(), send.messages()));
        table.add(stored);
        ofEntry.add(stored);
        lastTimeMs = send.timeMs();
    }

    /** Writes the sends of an entry, and forgets the oldest ones. */
    void endOfEntry(StateBatch batch, long index) {
        pending = null;
        int sends = ofEntry.sends();
        if (sends == 0) {
            return;
        }
        blocks.add(new Block(index, sends, lastTimeMs));
        forget();
        long kept = blocks.element().index();
        batch.put(Family.SENT, StateKeys.longBytes(index), ofEntry.end(new SentBlock.End(lastTimeMs, kept)));
        removeInFrontOf(batch, kept);
    }

    /** What was stored last stays, so that a retry of it is found whatever its size. */
    private void forget() {
        while (blocks.size() > 1 && isOver(blocks.element())) {
            for (int left = blocks.remove().sends(); left > 0; left--) {
                table.removeFirst();
            }
        }
    }

    private void removeInFrontOf(StateBatch batch, long kept) {
        storedFrom = storedFrom == 0 ? kept : storedFrom;
        if (kept - storedFrom > MAX_FORGOTTEN) {
            batch.deleteRange(Family.SENT, KeyRange.of(StateKeys.longBytes(storedFrom), StateKeys.longBytes(kept)));
            storedFrom = kept;
        }
    }

    private boolean isOver(Block block) {
        return table.size() > maxSends || block.lastTimeMs() < lastTimeMs - WINDOW_MS;
    }
}
