package io.ringmq.raft;

/**
 * Bounds of the proposal accumulator of a group.
 *
 * @param maxInFlightBatches entries proposed and not yet applied; while fewer are in flight a proposal leaves at once,
 *     otherwise it joins the open batch
 * @param maxBatchBytes size at which a batch takes no further proposals; one proposal may be larger than that
 * @param maxPendingBytes bytes proposed and not yet answered; beyond it proposals fail with {@link BusyException}
 */
public record AccumulatorOptions(int maxInFlightBatches, int maxBatchBytes, long maxPendingBytes) {

    /** Keeps a batch below what one AppendEntries request carries. */
    static final int LARGEST_BATCH_BYTES = 8 << 20;

    public AccumulatorOptions {
        if (maxInFlightBatches < 1 || maxInFlightBatches > 1024) {
            throw new IllegalArgumentException("maxInFlightBatches " + maxInFlightBatches + " is not in 1..1024");
        }
        if (maxBatchBytes < 1024 || maxBatchBytes > LARGEST_BATCH_BYTES) {
            throw new IllegalArgumentException(
                    "maxBatchBytes " + maxBatchBytes + " is not in 1024.." + LARGEST_BATCH_BYTES);
        }
        if (maxPendingBytes < maxBatchBytes) {
            throw new IllegalArgumentException(
                    "maxPendingBytes " + maxPendingBytes + " is below maxBatchBytes " + maxBatchBytes);
        }
    }

    /** 4 batches in flight, 512 KiB each, 64 MiB pending. */
    public static AccumulatorOptions defaults() {
        return new AccumulatorOptions(4, 512 << 10, 64L << 20);
    }
}
