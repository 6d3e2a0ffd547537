package io.ringmq.broker.config;

import io.ringmq.store.commitlog.FlushMode;

/**
 * Durability and disk.
 *
 * @param flush when a write counts as stored
 * @param segmentBytes size of a log segment
 * @param state the state of a ring
 * @param minFreeDiskBytes free space below which sends are refused
 * @param retention what is deleted, and when
 * @param snapshots when snapshots are taken
 */
public record StorageSettings(
        FlushMode flush,
        long segmentBytes,
        State state,
        long minFreeDiskBytes,
        RetentionSettings retention,
        SnapshotSettings snapshots) {

    /**
     * How a ring's state is kept.
     *
     * @param memoryBytes memory for what is not flushed
     * @param flushIntervalMs time between flushes
     */
    public record State(long memoryBytes, int flushIntervalMs) {}

    static StorageSettings of(Settings values) {
        return new StorageSettings(
                values.get(Keys.FLUSH),
                values.get(Keys.SEGMENT_BYTES),
                new State(values.get(Keys.STATE_MEMORY_BYTES), values.get(Keys.STATE_FLUSH_INTERVAL_MS)),
                values.get(Keys.MIN_FREE_DISK_BYTES),
                RetentionSettings.of(values),
                SnapshotSettings.of(values));
    }
}
