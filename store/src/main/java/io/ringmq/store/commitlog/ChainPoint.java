package io.ringmq.store.commitlog;

/**
 * A place between two entries of the log, described by the entry before it: what the next frame must chain to.
 *
 * @param index Raft index of the entry before this place; the next entry has {@code index + 1}
 * @param term term of that entry, 0 if unknown or none
 * @param headerCrc header CRC of that entry's frame, 0 if unknown or none
 * @param endOffset physical offset of the byte after that entry's frame
 */
public record ChainPoint(long index, long term, int headerCrc, long endOffset) {
    /** Before the first entry of a fresh log. */
    static final ChainPoint ORIGIN = new ChainPoint(0, 0, 0, 0);
}
