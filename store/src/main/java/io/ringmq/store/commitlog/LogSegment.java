package io.ringmq.store.commitlog;

/**
 * A segment of the log as it lies on the disk.
 *
 * @param baseOffset physical offset of its first byte
 * @param endOffset physical offset behind it, where the next segment begins
 * @param sizeBytes of its file
 * @param lastModifiedMs when its file was last written to, ms since the epoch by the clock of the disk
 */
public record LogSegment(long baseOffset, long endOffset, long sizeBytes, long lastModifiedMs) {}
