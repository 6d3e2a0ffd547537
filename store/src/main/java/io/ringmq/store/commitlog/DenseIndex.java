package io.ringmq.store.commitlog;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where each entry is: {@link IndexEntry}s at {@code index * 24}, cut into files {@code raftindex/<20-digit number of
 * their first index>}. Derived data, rebuilt from the frames when it cannot be trusted; it is forced only before a
 * checkpoint.
 *
 * <p>The last {@value #RESIDENT_PAGES} pages of {@value #PAGE_ENTRIES} entries are in memory, where nearly all lookups
 * end; older ones are read from the file. One thread changes the index, any thread reads and forces it.
 */
final class DenseIndex implements AutoCloseable {
    static final String DIRECTORY = "raftindex";
    static final int PAGE_ENTRIES = 4096;
    static final int RESIDENT_PAGES = 16;
    private static final int PAGE_BYTES = PAGE_ENTRIES * IndexEntry.BYTES;
    private static final int FILE_ENTRIES = 256 * PAGE_ENTRIES;

    private record Page(long number, ByteBuffer entries) {}

    private final Disk disk;
    private final @Nullable Page[] resident = new Page[RESIDENT_PAGES];
    private final NavigableMap<Long, DiskFile> files = new TreeMap<>();
    private final Set<Long> unforced = new TreeSet<>();
    private long next = 1;

    DenseIndex(Disk disk) throws IOException {
        this.disk = disk;
        disk.createDirectories(DIRECTORY);
    }

    /** The entry if it is in memory; null if it is not, or damaged. */
    synchronized @Nullable IndexEntry resident(long index) {
        Page page = resident[slot(index / PAGE_ENTRIES)];
        return page != null && page.number() == index / PAGE_ENTRIES
                ? IndexEntry.decode(index, page.entries().duplicate().position(positionInPage(index)))
                : null;
    }

    /** The entry; null if it is not there or damaged. */
    @Nullable
    IndexEntry get(long index) throws IOException {
        IndexEntry entry = resident(index);
        return entry != null ? entry : stored(index);
    }

    private @Nullable IndexEntry stored(long index) throws IOException {
        DiskFile file;
        synchronized (this) {
            file = files.get(index / FILE_ENTRIES);
            if (file == null) {
                file = openIfPresent(index / FILE_ENTRIES);
            }
        }
        ByteBuffer entry = ByteBuffer.allocate(IndexEntry.BYTES);
        if (file == null || !ReadFully.read(file, entry, positionInFile(index))) {
            return null;
        }
        return IndexEntry.decode(index, entry.flip());
    }

    /** Sees the type of an entry. */
    interface TypeVisitor {
        void see(long index, FrameType type);
    }

    /** Reads the entries of {@code [from, to]} from the files, a page at a time; false if one is damaged or missing. */
    synchronized boolean visit(long from, long to, TypeVisitor visitor) throws IOException {
        Page page = null;
        for (long index = from; index <= to; index++) {
            if (page == null || page.number() != index / PAGE_ENTRIES) {
                page = loadPage(index / PAGE_ENTRIES);
            }
            IndexEntry entry =
                    IndexEntry.decode(index, page.entries().duplicate().position(positionInPage(index)));
            if (entry == null) {
                return false;
            }
            visitor.see(index, entry.type());
        }
        return true;
    }

    /** Puts the entry that follows the last one. */
    synchronized void add(long index, IndexEntry entry) throws IOException {
        if (index != next) {
            throw new IllegalStateException("Index entry " + index + " added where " + next + " is due");
        }
        Page page = pageOf(index);
        entry.encode(index, page.entries().duplicate().position(positionInPage(index)));
        next = index + 1;
        if (next % PAGE_ENTRIES == 0) {
            writePage(page, PAGE_ENTRIES);
        }
    }

    /** Drops the entries from {@code nextIndex} on, or adopts those before it that a previous run left. */
    synchronized void continueAt(long nextIndex) throws IOException {
        for (int i = 0; i < RESIDENT_PAGES; i++) {
            Page page = resident[i];
            if (page != null && page.number() > nextIndex / PAGE_ENTRIES) {
                resident[i] = null;
            }
        }
        next = nextIndex;
        long number = nextIndex / PAGE_ENTRIES;
        Page page = resident[slot(number)];
        if (nextIndex % PAGE_ENTRIES != 0 && (page == null || page.number() != number)) {
            resident[slot(number)] = loadPage(number);
        }
    }

    /** Deletes every entry; the next one is {@code nextIndex}. */
    synchronized void clear(long nextIndex) throws IOException {
        deleteFiles(Long.MAX_VALUE);
        for (int i = 0; i < RESIDENT_PAGES; i++) {
            resident[i] = null;
        }
        next = nextIndex;
    }

    /** Deletes the files that hold only entries before {@code index}. */
    synchronized void deleteBefore(long index) throws IOException {
        deleteFiles(index / FILE_ENTRIES);
    }

    /** Makes every entry added so far durable. */
    void force() throws IOException {
        Map<Long, DiskFile> toForce = new TreeMap<>();
        synchronized (this) {
            Page page = resident[slot(next / PAGE_ENTRIES)];
            if (page != null && page.number() == next / PAGE_ENTRIES && next % PAGE_ENTRIES != 0) {
                writePage(page, (int) (next % PAGE_ENTRIES));
            }
            for (Long number : unforced) {
                toForce.put(number, file(number));
            }
            unforced.clear();
        }
        for (DiskFile file : toForce.values()) {
            file.force();
        }
        if (!toForce.isEmpty()) {
            disk.syncDirectory(DIRECTORY);
        }
    }

    private Page pageOf(long index) {
        long number = index / PAGE_ENTRIES;
        Page page = resident[slot(number)];
        if (page == null || page.number() != number) {
            page = new Page(number, ByteBuffer.allocate(PAGE_BYTES));
            resident[slot(number)] = page;
        }
        return page;
    }

    private Page loadPage(long number) throws IOException {
        ByteBuffer entries = ByteBuffer.allocate(PAGE_BYTES);
        DiskFile file = file(number * PAGE_ENTRIES / FILE_ENTRIES);
        // A short file leaves zeros, which are no valid entries.
        ReadFully.read(file, entries, positionInFile(number * PAGE_ENTRIES));
        return new Page(number, entries.clear());
    }

    private void writePage(Page page, int entries) throws IOException {
        long first = page.number() * PAGE_ENTRIES;
        ByteBuffer bytes = page.entries().duplicate().clear().limit(entries * IndexEntry.BYTES);
        file(first / FILE_ENTRIES).write(new ByteBuffer[] {bytes}, positionInFile(first));
        unforced.add(first / FILE_ENTRIES);
    }

    private @Nullable DiskFile openIfPresent(long number) throws IOException {
        return disk.exists(name(number)) ? file(number) : null;
    }

    private DiskFile file(long number) throws IOException {
        DiskFile file = files.get(number);
        if (file == null) {
            file = disk.open(name(number));
            files.put(number, file);
        }
        return file;
    }

    private void deleteFiles(long belowNumber) throws IOException {
        for (String name : disk.list(DIRECTORY)) {
            long number = Long.parseLong(name) / FILE_ENTRIES;
            if (number < belowNumber) {
                disk.delete(DIRECTORY + "/" + name);
                unforced.remove(number);
                DiskFile file = files.remove(number);
                if (file != null) {
                    file.close();
                }
            }
        }
    }

    private static String name(long number) {
        return "%s/%020d".formatted(DIRECTORY, number * FILE_ENTRIES);
    }

    private static int slot(long pageNumber) {
        return (int) (pageNumber % RESIDENT_PAGES);
    }

    private static int positionInPage(long index) {
        return (int) (index % PAGE_ENTRIES) * IndexEntry.BYTES;
    }

    private static long positionInFile(long index) {
        return index % FILE_ENTRIES * IndexEntry.BYTES;
    }

    @Override
    public synchronized void close() throws IOException {
        for (DiskFile file : files.values()) {
            file.close();
        }
        files.clear();
    }
}
