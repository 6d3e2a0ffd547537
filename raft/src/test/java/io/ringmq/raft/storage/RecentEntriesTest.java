package io.ringmq.raft.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    private final RecentEntries recent = new RecentEntries();

    @Test
    void findsWhatWasAppendedAsANewObjectEachTime() {
        recent.appended(List.of(entry(7, 3, 10), entry(8, 4, 20)));
        LogEntry found = recent.find(8);
        assertNotNull(found);
        assertEquals(new LogId(8, 4), found.getId());
        assertEquals(ByteBuffer.allocate(20), found.getData());
        found.getData().get();
        LogEntry again = recent.find(8);
        assertNotNull(again);
        assertNotSame(found.getId(), again.getId());
        assertEquals(20, again.getData().remaining());
        assertNull(recent.find(9));
        assertNull(recent.find(7 + 64));
    }

    @Test
    void keepsTheLastOnly() {
        for (int index = 1; index <= 100; index++) {
            recent.appended(List.of(entry(index, 1, 1)));
        }
        assertNull(recent.find(36));
        assertNotNull(recent.find(37));
        assertNotNull(recent.find(100));
    }

    @Test
    void keepsABoundedNumberOfBytes() {
        int bytes = 3 << 20;
        recent.appended(List.of(entry(1, 1, bytes), entry(2, 1, bytes), entry(3, 1, bytes)));
        assertNull(recent.find(1));
        assertNotNull(recent.find(2));
        assertNotNull(recent.find(3));
        recent.appended(List.of(entry(4, 1, 9 << 20)));
        assertNull(recent.find(4));
    }

    @Test
    void forgetsAllWhenTheLogIsCut() {
        recent.appended(List.of(entry(1, 1, 1), entry(2, 1, 1)));
        recent.clear();
        assertNull(recent.find(1));
        recent.appended(List.of(entry(2, 2, 5)));
        LogEntry found = recent.find(2);
        assertNotNull(found);
        assertEquals(2, found.getId().getTerm());
    }

    @Test
    void onlyDataEntriesAreKept() {
        LogEntry noop = new LogEntry(EntryType.ENTRY_TYPE_NO_OP);
        noop.setId(new LogId(1, 1));
        recent.appended(List.of(noop));
        assertNull(recent.find(1));
    }

    private static LogEntry entry(long index, long term, int bytes) {
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_DATA);
        entry.setId(new LogId(index, term));
        entry.setData(ByteBuffer.allocate(bytes));
        return entry;
    }
}
