package io.ringmq.broker.config;

import io.ringmq.store.commitlog.FlushMode;

/**
 * Durability and disk.
 *
 * @param flush when a write counts as stored
 * @param segmentBytes size of a log segment
 * @param stateMemoryBytes memory for unflushed state of a ring
 * @param stateFlushIntervalMs time between state flushes
 * @param minFreeDiskBytes free space below which sends are refused
 * @param retention what is deleted, and when
 */
public record StorageSettings(
        FlushMode flush,
        long segmentBytes,
        long stateMemoryBytes,
        int stateFlushIntervalMs,
        long minFreeDiskBytes,
        RetentionSettings retention) {

    static StorageSettings of(Settings values) {
        return new StorageSettings(
                values.get(Keys.FLUSH),
                values.get(Keys.SEGMENT_BYTES),
                values.get(Keys.STATE_MEMORY_BYTES),
                values.get(Keys.STATE_FLUSH_INTERVAL_MS),
                values.get(Keys.MIN_FREE_DISK_BYTES),
                RetentionSettings.of(values));
    }
}
