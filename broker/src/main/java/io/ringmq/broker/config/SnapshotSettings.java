package io.ringmq.broker.config;

/**
 * When a ring takes snapshots on this node, and how fast it copies one.
 *
 * @param everyBytes bytes of log after which one is due
 * @param everyMinutes time after which one is due if anything was applied
 * @param copyBytesPerSecond bound of the rate at which a replica copies log and state
 */
public record SnapshotSettings(long everyBytes, int everyMinutes, long copyBytesPerSecond) {

    static SnapshotSettings of(Settings values) {
        return new SnapshotSettings(
                values.get(Keys.SNAPSHOT_EVERY_BYTES),
                values.get(Keys.SNAPSHOT_EVERY_MINUTES),
                values.get(Keys.SNAPSHOT_COPY_BYTES_PER_SECOND));
    }
}
