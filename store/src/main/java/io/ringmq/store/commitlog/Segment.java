package io.ringmq.store.commitlog;

import io.ringmq.store.disk.DiskFile;

/** One file of the log. */
final class Segment {
    private final long baseOffset;
    private final DiskFile file;
    private volatile long allocatedBytes;

    Segment(long baseOffset, DiskFile file, long allocatedBytes) {
        this.baseOffset = baseOffset;
        this.file = file;
        this.allocatedBytes = allocatedBytes;
    }

    /** Physical offset of the file's first byte. */
    long baseOffset() {
        return baseOffset;
    }

    DiskFile file() {
        return file;
    }

    /** Bytes from the start of the file that appends may write to; the file may be shorter. */
    long allocatedBytes() {
        return allocatedBytes;
    }

    /** Physical offset up to which the file is allocated. */
    long allocatedEnd() {
        return baseOffset + allocatedBytes;
    }

    void allocatedTo(long bytes) {
        allocatedBytes = bytes;
    }
}
