package io.ringmq.client.compression;

/** How a producer compresses bodies. A consumer reads them all, and zlib, which older stock producers write. */
public enum Compression {
    /** Not at all. */
    NONE,
    /** LZ4 frames: fast. Stock consumers read them from release 5.0 on. */
    LZ4,
    /** Zstandard: smaller. Stock consumers read it from release 5.0 on. */
    ZSTD
}
