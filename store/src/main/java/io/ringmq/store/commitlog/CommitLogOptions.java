package io.ringmq.store.commitlog;

/**
 * How a {@link CommitLog} lays out and flushes its files.
 *
 * @param segmentBytes size of a segment file, a multiple of 4096; must be the same on every replica and may never
 *     change once the log exists, because physical offsets depend on it
 * @param flushMode when an append returns
 * @param checkpointEveryBytes the synced-up-to mark is at most this many forced bytes behind; bounds the scan at a start
 * @param preallocateBytes in {@link FlushMode#SYNC}, how far ahead of the end of the log the files are filled with
 *     zeros; at most a segment
 * @param maxUnforcedBytes in {@link FlushMode#SYNC} an append forces at least each time it wrote this many bytes, so
 *     that recovery can tell a torn append from corruption; must be at least 4096
 */
public record CommitLogOptions(
        long segmentBytes, FlushMode flushMode, int checkpointEveryBytes, int preallocateBytes, int maxUnforcedBytes) {
    private static final int MIB = 1 << 20;
    private static final int ALIGNMENT_BYTES = 4096;

    public CommitLogOptions {
        if (segmentBytes < ALIGNMENT_BYTES || segmentBytes % ALIGNMENT_BYTES != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes is " + segmentBytes + "; use a positive multiple of " + ALIGNMENT_BYTES);
        }
        if (checkpointEveryBytes < 1 || preallocateBytes < ALIGNMENT_BYTES || maxUnforcedBytes < ALIGNMENT_BYTES) {
            throw new IllegalArgumentException("checkpointEveryBytes " + checkpointEveryBytes + ", preallocateBytes "
                    + preallocateBytes + ", maxUnforcedBytes " + maxUnforcedBytes + "; use at least 1, "
                    + ALIGNMENT_BYTES + " and " + ALIGNMENT_BYTES);
        }
    }

    /** 1 GiB segments, {@link FlushMode#SYNC}, a checkpoint every 32 MiB, 32 MiB of zeros ahead. */
    public static CommitLogOptions defaults() {
        return new CommitLogOptions(1024L * MIB, FlushMode.SYNC, 32 * MIB, 32 * MIB, 16 * MIB);
    }

    public CommitLogOptions withSegmentBytes(long bytes) {
        return new CommitLogOptions(bytes, flushMode, checkpointEveryBytes, preallocateBytes, maxUnforcedBytes);
    }

    public CommitLogOptions withFlushMode(FlushMode mode) {
        return new CommitLogOptions(segmentBytes, mode, checkpointEveryBytes, preallocateBytes, maxUnforcedBytes);
    }

    public CommitLogOptions withCheckpointEveryBytes(int bytes) {
        return new CommitLogOptions(segmentBytes, flushMode, bytes, preallocateBytes, maxUnforcedBytes);
    }

    public CommitLogOptions withPreallocateBytes(int bytes) {
        return new CommitLogOptions(segmentBytes, flushMode, checkpointEveryBytes, bytes, maxUnforcedBytes);
    }

    public CommitLogOptions withMaxUnforcedBytes(int bytes) {
        return new CommitLogOptions(segmentBytes, flushMode, checkpointEveryBytes, preallocateBytes, bytes);
    }
}
