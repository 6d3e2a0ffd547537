package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last data entries appended, so that reading them again costs no disk access and no checksum. JRaft forgets an entry
 * once it is applied, but asks for the one before each it replicates, for its term, and a storage can only answer with
 * the whole entry.
 *
 * <p>Bounds: {@value #MAX_ENTRIES} entries and {@value #MAX_BYTES} bytes of the buffers that hold them. One thread at a time changes it; any
 * thread may read.
 */
final class RecentEntries {
    private static final int MAX_ENTRIES = 64;
    private static final int MAX_BYTES = 8 << 20;

    private record Kept(long index, long term, ByteBuffer body) {}

    private final AtomicReferenceArray<@Nullable Kept> slots = new AtomicReferenceArray<>(MAX_ENTRIES);
    private final ArrayDeque<Kept> oldestFirst = new ArrayDeque<>();
    private int keptBytes;

    /** The entries that have just become the end of the log. */
    void appended(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            ByteBuffer body = entry.getData();
            if (entry.getType() == EntryType.ENTRY_TYPE_DATA && body != null && body.capacity() <= MAX_BYTES) {
                keep(new Kept(entry.getId().getIndex(), entry.getId().getTerm(), body.duplicate()));
            }
        }
    }

    private void keep(Kept entry) {
        int bytes = entry.body().capacity();
        while (oldestFirst.size() == MAX_ENTRIES || keptBytes + bytes > MAX_BYTES) {
            forgetOldest();
        }
        oldestFirst.add(entry);
        keptBytes += bytes;
        slots.set(slot(entry.index()), entry);
    }

    private void forgetOldest() {
        Kept oldest = oldestFirst.remove();
        keptBytes -= oldest.body().capacity();
        slots.compareAndSet(slot(oldest.index()), oldest, null);
    }

    /** To be called before the log is truncated or reset. */
    void clear() {
        while (!oldestFirst.isEmpty()) {
            forgetOldest();
        }
    }

    /** A new object each time, since JRaft changes what it is given; null if the entry is not kept. */
    @Nullable
    LogEntry find(long index) {
        Kept kept = slots.get(slot(index));
        if (kept == null || kept.index() != index) {
            return null;
        }
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_DATA);
        entry.setId(new LogId(index, kept.term()));
        entry.setData(kept.body().duplicate());
        return entry;
    }

    private static int slot(long index) {
        return (int) (index % MAX_ENTRIES);
    }
}
