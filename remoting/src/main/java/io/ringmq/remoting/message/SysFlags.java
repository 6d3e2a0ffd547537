package io.ringmq.remoting.message;

/**
 * Bits of a message's sysFlag.
 *
 * <pre>
 * bit   0 COMPRESSED   1 MULTI_TAGS   2-3 transaction   4 BORN_HOST_V6   5 STORE_HOST_V6
 *       6 NEED_UNWRAP  7 INNER_BATCH  8-10 compression type
 * </pre>
 */
public final class SysFlags {
    /** The body is compressed, as {@link #COMPRESSION_TYPE_MASK} says. */
    public static final int COMPRESSED = 0x1;

    public static final int MULTI_TAGS = 0x2;

    public static final int TRANSACTION_NONE = 0x0;
    public static final int TRANSACTION_PREPARED = 0x4;
    public static final int TRANSACTION_COMMIT = 0x8;
    public static final int TRANSACTION_ROLLBACK = 0xC;
    public static final int TRANSACTION_MASK = 0xC;

    /** The sender's address takes 16 bytes. */
    public static final int BORN_HOST_V6 = 0x10;

    /** The storing broker's address takes 16 bytes. */
    public static final int STORE_HOST_V6 = 0x20;

    public static final int NEED_UNWRAP = 0x40;
    public static final int INNER_BATCH = 0x80;

    public static final int COMPRESSION_LZ4 = 0x100;
    public static final int COMPRESSION_ZSTD = 0x200;
    public static final int COMPRESSION_ZLIB = 0x300;

    /** 0 under this mask is ZLIB too: clients older than the type bits write it so. */
    public static final int COMPRESSION_TYPE_MASK = 0x700;

    private SysFlags() {}

    /** The transaction state: one of the TRANSACTION constants. */
    public static int transaction(int sysFlag) {
        return sysFlag & TRANSACTION_MASK;
    }

    /** The flag with its transaction state replaced. */
    public static int withTransaction(int sysFlag, int transaction) {
        return (sysFlag & ~TRANSACTION_MASK) | transaction;
    }
}
