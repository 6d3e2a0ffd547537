package io.ringmq.broker.retention;

/**
 * How full a disk is. Space that only root may use counts neither as used nor as usable, as in the figures of df.
 *
 * @param usedBytes taken by whatever lies on the disk, not only by this node's data
 * @param usableBytes this process may still take
 */
public record DiskUsage(long usedBytes, long usableBytes) {
    private static final double PERCENT = 100;

    /** Used part of what can be used, from 0 to 100. */
    public double usedPercent() {
        long all = usedBytes + usableBytes;
        return all == 0 ? PERCENT : PERCENT * usedBytes / all;
    }

    /** Bytes that must go for the used part to be no more than {@code percent}; 0 if it is not now. */
    long excessBytes(int percent) {
        return Math.max(0, usedBytes - (long) ((usedBytes + usableBytes) / PERCENT * percent));
    }
}
