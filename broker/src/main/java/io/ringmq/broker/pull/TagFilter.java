package io.ringmq.broker.pull;

import io.ringmq.broker.group.Subscription;
import io.ringmq.broker.group.TagExpression;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a queue a consumer wants, by the hash of their tag. Two tags may share a hash; clients compare the
 * tags themselves once more.
 *
 * @param tagHashes wanted hashes, empty for every message
 */
record TagFilter(Set<Integer> tagHashes) {
    /** Lets every message through. */
    static final TagFilter ALL = new TagFilter(Set.of());

    /**
     * The filter of an expression that came with a pull.
     *
     * @throws io.ringmq.remoting.protocol.CommandException if it is not understood
     */
    static TagFilter parse(String topic, @Nullable String type, @Nullable String expression) {
        return new TagFilter(TagExpression.tagHashes(topic, type, expression));
    }

    static TagFilter of(Subscription subscription) {
        return new TagFilter(subscription.tagHashes());
    }

    /** @param tagHash as the queue index stores it, 0 for a message without tag */
    boolean matches(long tagHash) {
        return tagHashes.isEmpty() || (tagHash == (int) tagHash && tagHashes.contains((int) tagHash));
    }
}
