package io.ringmq.store.state;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** An open RocksDB with one column family per {@link Family}, and the native objects that must live as long. */
final class RocksInstance implements AutoCloseable {

    private static final int KEPT_INFO_LOGS = 2;
    /** One flushes; a family of few keys does not wait until one of many is compacted. */
    private static final int BACKGROUND_JOBS = 4;
    /** Written files are given to the disk in pieces, not all at once when they are complete. */
    private static final long BYTES_PER_SYNC = 1 << 20;
    /** Of each family, the one that is written to included: writes go on while the log is forced for a flush. */
    private static final int MEMTABLES = 4;
    /** Smaller values stay beside their keys. */
    private static final long MIN_BLOB_BYTES = 128;
    /** A file goes when none of its values is left, so it holds what is due within a short time rather than much. */
    private static final long BLOB_FILE_BYTES = 64 << 20;
    /** Share of garbage from which on files of values are cleared of it, and below which they are left alone again. */
    private static final double MUCH_GARBAGE = 0.5;

    private static final double LITTLE_GARBAGE = 0.25;
    /** Share of the oldest files whose values compactions move on, to clear these files. */
    private static final double CLEARED_FILES = 0.5;
    /**
     * Tables of waiting messages, which come in no order of their times: each compaction rewrites the keys of all levels it
     * reaches, so there are fewer of them, and there is time until writes are slowed down.
     */
    private static final int FEWEST_TABLES_COMPACTED = 8;

    private static final int TABLES_SLOWING_WRITES = 40;
    private static final int TABLES_STOPPING_WRITES = 60;

    private final RocksDB db;
    private final List<ColumnFamilyHandle> handles;
    private final Map<Family, ColumnFamilyHandle> byFamily = new EnumMap<>(Family.class);
    /** In the order of their making; closed backwards, after the database. */
    private final List<AutoCloseable> natives;

    private boolean clearing;

    private RocksInstance(RocksDB db, List<ColumnFamilyHandle> handles, List<AutoCloseable> natives) {
        this.db = db;
        this.handles = handles;
        // In the order of opening, behind the default family.
        Iterator<ColumnFamilyHandle> next = handles.listIterator(1);
        for (Family family : Family.values()) {
            byFamily.put(family, next.next());
        }
        this.natives = natives;
    }

    static RocksInstance open(Path directory, RocksOptions options, FlushGuard guard) {
        Cache cache = new LRUCache(options.blockCacheBytes());
        ColumnFamilyOptions familyOptions = familyOptions(options, cache);
        ColumnFamilyOptions valuesApart = valuesApart(familyOptions(options, cache));
        DBOptions dbOptions = dbOptions(options, guard);
        List<AutoCloseable> natives = List.of(guard, cache, familyOptions, valuesApart, dbOptions);
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        // RocksDB insists on a family of this name; it stays empty.
        families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
        for (Family family : Family.values()) {
            byte[] name = family.name().getBytes(StandardCharsets.US_ASCII);
            families.add(new ColumnFamilyDescriptor(name, family == Family.TIMERS ? valuesApart : familyOptions));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB db = RocksDB.open(dbOptions, directory.toString(), families, handles);
            return new RocksInstance(db, List.copyOf(handles), natives);
        } catch (RocksDBException e) {
            closeAll(natives);
            throw new DamageMark(directory).explain("cannot open the state in " + directory, e);
        }
    }

    private static ColumnFamilyOptions familyOptions(RocksOptions options, Cache cache) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        // The bound on all families together decides when to flush, not the one of a single family.
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setWriteBufferSize(options.memtableBytes())
                .setMaxWriteBufferNumber(MEMTABLES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /** Compactions move keys only: whole messages would be written over and over before they are due. */
    private static ColumnFamilyOptions valuesApart(ColumnFamilyOptions options) {
        return options.setLevel0FileNumCompactionTrigger(FEWEST_TABLES_COMPACTED)
                .setLevel0SlowdownWritesTrigger(TABLES_SLOWING_WRITES)
                .setLevel0StopWritesTrigger(TABLES_STOPPING_WRITES)
                .setEnableBlobFiles(true)
                .setMinBlobSize(MIN_BLOB_BYTES)
                .setBlobFileSize(BLOB_FILE_BYTES)
                .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBlobGarbageCollectionAgeCutoff(CLEARED_FILES)
                .setBlobGarbageCollectionForceThreshold(MUCH_GARBAGE);
    }

    private static DBOptions dbOptions(RocksOptions options, FlushGuard guard) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                // One thread writes.
                .setAllowConcurrentMemtableWrite(false)
                // Closing is not a flush: the log is not forced then, and a replay is always possible.
                .setAvoidFlushDuringShutdown(true)
                .setDbWriteBufferSize(options.memtableBytes())
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setBytesPerSync(BYTES_PER_SYNC)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(KEPT_INFO_LOGS)
                .setListeners(List.of(guard));
    }

    /**
     * Has compactions clear the files of large values while much of them is garbage, and only then: they would move whatever
     * old values they come across, garbage near them or not.
     */
    synchronized void clearGarbage() throws RocksDBException {
        ColumnFamilyHandle family = handle(Family.TIMERS);
        long bytes = db.getLongProperty(family, "rocksdb.live-blob-file-size");
        long garbageBytes = db.getLongProperty(family, "rocksdb.live-blob-file-garbage-size");
        boolean wanted = garbageBytes > bytes * (clearing ? LITTLE_GARBAGE : MUCH_GARBAGE);
        if (wanted != clearing) {
            db.setOptions(
                    family,
                    MutableColumnFamilyOptions.builder()
                            .setEnableBlobGarbageCollection(wanted)
                            .build());
            clearing = wanted;
        }
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle handle(Family family) {
        ColumnFamilyHandle handle = byFamily.get(family);
        if (handle == null) {
            throw new IllegalStateException("the store was opened without the family " + family);
        }
        return handle;
    }

    List<ColumnFamilyHandle> handles() {
        return handles;
    }

    @Override
    public void close() {
        closeAll(new ArrayList<AutoCloseable>(handles));
        db.close();
        closeAll(natives);
    }

    private static void closeAll(List<? extends AutoCloseable> natives) {
        for (int i = natives.size() - 1; i >= 0; i--) {
            try {
                natives.get(i).close();
            } catch (Exception e) {
                throw new StateStoreException("cannot release native memory of the state store", e);
            }
        }
    }
}
