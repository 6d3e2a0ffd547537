package io.ringmq.store.state;

/**
 * The memory of one {@link RocksStateStore}.
 *
 * @param memtableBytes written data held in memory before it is flushed to a file, over all families; at least 1 MiB. While
 *     flushes wait for the disk it may become four times as much, then writes wait, too
 * @param blockCacheBytes blocks of files held in memory, indexes included; at least 1 MiB
 */
public record RocksOptions(long memtableBytes, long blockCacheBytes) {

    private static final long MIB = 1 << 20;

    public RocksOptions {
        if (memtableBytes < MIB || blockCacheBytes < MIB) {
            throw new IllegalArgumentException("the memory of a state store is at least 1 MiB for memtables and for the"
                    + " block cache, not " + memtableBytes + " and " + blockCacheBytes + " bytes");
        }
    }

    /** 64 MiB of memtables and 32 MiB of block cache. */
    public static RocksOptions defaults() {
        return new RocksOptions(64 * MIB, 32 * MIB);
    }
}
