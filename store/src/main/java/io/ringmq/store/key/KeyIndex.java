package io.ringmq.store.key;

import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateEntry;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages by the hashes of their keys. A put for each key would cost more than the rest of what is written for a
 * small message, so keys are gathered: first one record for each log entry, in a slot that is used again, and when there
 * are enough of them, one record for each first byte of a hash. Both kinds hold a {@link KeyRun}.
 *
 * <pre>
 *  key of gathered keys                        key of an entry's keys
 *  offset  size  field                         offset  size  field
 *  0       4     GiB of the log                0       4     0xffffffff
 *  4       1     first byte of the hashes      4       4     number of the slot
 *  5       8     offset of the first message
 * </pre>
 *
 * To find a key is to read, for each GiB of the log, the 256th part of its keys. The slots of entries that were gathered
 * stay until they are used again; their messages lie in front of the first slot's.
 *
 * <p>What a state holds of keys depends on when it began to gather, so replicas that answer alike need not be equal here.
 *
 * <p>One thread adds; any thread may find, and may see messages whose run was not written yet.
 */
public final class KeyIndex {
    /** Keys in slots from which on they are gathered: 16 of each first byte, so 16 for each put. */
    static final int GATHERED_KEYS = 4_096;

    private static final int GIB_SHIFT = 30;
    private static final int GIB_BYTES = Integer.BYTES;
    private static final int GROUP_BYTES = GIB_BYTES + 1;
    private static final int SLOT_PREFIX = -1;

    private final StateStore store;
    private final int gatheredKeys;
    /** The keys of the entry that is being added. */
    private final KeyRun ofEntry = new KeyRun();

    /** The keys in slots, used by this object's monitor only, as are the next two. */
    private KeyRun recent = new KeyRun();
    /** What was gathered last, which readers may not find in the store yet. */
    private KeyRun gathered = new KeyRun();

    private int slots;

    private KeyIndex(StateStore store, int gatheredKeys) {
        this.store = store;
        this.gatheredKeys = gatheredKeys;
    }

    /** The index that a store holds. */
    public static KeyIndex load(StateStore store) {
        return load(store, GATHERED_KEYS);
    }

    static KeyIndex load(StateStore store, int gatheredKeys) {
        KeyIndex index = new KeyIndex(store, gatheredKeys);
        index.loadSlots();
        return index;
    }

    private synchronized void loadSlots() {
        byte[] prefix = ByteBuffer.allocate(GIB_BYTES).putInt(SLOT_PREFIX).array();
        store.scan(Family.KEY_INDEX, KeyRange.from(prefix), StateStore.Direction.ASCENDING, (key, value) -> {
            KeyRun slot = KeyRun.decode(value);
            if (recent.size() > 0 && slot.base() <= recent.last()) {
                return false;
            }
            recent.addAll(slot);
            slots++;
            return true;
        });
    }

    /**
     * Adds a key of a message of the present entry; the keys of one message, and the messages, in order.
     *
     * @param hash a {@link KeyHash}
     */
    public void add(long hash, long physicalOffset, long storeTimestampMs) {
        ofEntry.add(hash, physicalOffset, storeTimestampMs);
    }

    /** Writes the keys of an entry. */
    public void endOfEntry(StateBatch batch) {
        if (ofEntry.size() == 0) {
            return;
        }
        synchronized (this) {
            if (recent.size() >= gatheredKeys || !recent.reaches(ofEntry)) {
                recent.forEachFirstByte(run -> batch.put(Family.KEY_INDEX, groupKey(run), run.encode()));
                gathered = recent;
                recent = new KeyRun();
                slots = 0;
            }
            batch.put(Family.KEY_INDEX, slotKey(slots++), ofEntry.encode());
            recent.addAll(ofEntry);
        }
        ofEntry.clear();
    }

    /** The positions that a query asks for, newest first. */
    public List<KeyPosition> find(KeyQuery query) {
        KeyMatches found = new KeyMatches(query.max());
        synchronized (this) {
            recent.find(query, found);
            gathered.find(query, found);
        }
        int first = KeyRun.firstByte(query.hash());
        long gib = Math.min(query.beforeOffset() >> GIB_SHIFT, Integer.MAX_VALUE);
        while (gib >= 0 && !found.enough()) {
            StateEntry last = floor((int) gib, first);
            if (last == null) {
                break;
            }
            ByteBuffer key = ByteBuffer.wrap(last.key());
            if (key.getInt(0) < gib) {
                gib = key.getInt(0);
            } else {
                if (Byte.toUnsignedInt(key.get(GIB_BYTES)) == first) {
                    scan((int) gib, first, query, found);
                }
                gib--;
            }
        }
        return found.positions();
    }

    /** The last group that is not behind those of a GiB with a first byte. */
    private @Nullable StateEntry floor(int gib, int firstByte) {
        byte[] behind = ByteBuffer.allocate(GROUP_BYTES + Long.BYTES)
                .putInt(gib)
                .put((byte) firstByte)
                .putLong(Long.MAX_VALUE)
                .array();
        return store.floor(Family.KEY_INDEX, behind, 0);
    }

    private void scan(int gib, int firstByte, KeyQuery query, KeyMatches found) {
        byte[] prefix = ByteBuffer.allocate(GROUP_BYTES)
                .putInt(gib)
                .put((byte) firstByte)
                .array();
        store.scan(Family.KEY_INDEX, KeyRange.prefix(prefix), StateStore.Direction.DESCENDING, (key, value) -> {
            KeyRun.decode(value).find(query, found);
            return !found.enough();
        });
    }

    /**
     * Removes what is only about messages that lie below a physical offset, where the log begins by now; the rest of a GiB
     * stays with it. May run beside the thread that adds.
     */
    public void trim(long physicalOffset) {
        // A record belongs to the GiB of its first message and may reach into the next.
        long keptGib = (physicalOffset - 2 * KeyRun.MAX_SPAN_BYTES) >> GIB_SHIFT;
        if (keptGib <= 0) {
            return;
        }
        byte[] from = new byte[GIB_BYTES];
        byte[] to = ByteBuffer.allocate(GIB_BYTES).putInt((int) keptGib).array();
        try (StateBatch batch = store.newBatch()) {
            batch.deleteRange(Family.KEY_INDEX, KeyRange.of(from, to));
            batch.prune();
        }
    }

    private static byte[] groupKey(KeyRun run) {
        return ByteBuffer.allocate(GROUP_BYTES + Long.BYTES)
                .putInt((int) (run.base() >> GIB_SHIFT))
                .put((byte) run.firstByte())
                .putLong(run.base())
                .array();
    }

    private static byte[] slotKey(int slot) {
        return ByteBuffer.allocate(GIB_BYTES + Integer.BYTES)
                .putInt(SLOT_PREFIX)
                .putInt(slot)
                .array();
    }
}
