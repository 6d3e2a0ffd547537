package io.ringmq.broker.filter;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The messages with certain tags, by the hash of the tag. Two tags may share a hash; clients compare the tags themselves
 * once more.
 *
 * @param tagHashes wanted hashes, empty for every message
 */
public record TagFilter(Set<Integer> tagHashes) implements MessageFilter {
    /** Lets every message through. */
    public static final TagFilter ALL = new TagFilter(Set.of());

    @Override
    public boolean mayMatch(long tagHash) {
        return tagHashes.isEmpty() || (tagHash == (int) tagHash && tagHashes.contains((int) tagHash));
    }

    @Override
    public boolean readsMessages() {
        return false;
    }

    @Override
    public boolean matches(ByteBuffer messages, int position) {
        return true;
    }
}
