package io.ringmq.store.commitlog;

/**
 * What was mended: frames that are once more the bytes that were written.
 *
 * @param firstIndex index of the first entry
 * @param lastIndex index of the last entry
 * @param fromOffset physical offset of the first byte written
 * @param toOffset physical offset behind the last byte written
 */
public record MendedFrames(long firstIndex, long lastIndex, long fromOffset, long toOffset) {}
