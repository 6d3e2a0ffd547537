package io.ringmq.broker.group;

import io.ringmq.remoting.body.SubscriptionBody;
import java.util.List;
import java.util.Set;

/**
 * What a consumer group wants of a topic.
 *
 * @param expressionType TAG or the name of another filter language
 * @param expression the filter as the consumer wrote it
 * @param tagHashes hashes of the wanted tags, as the consumer computed them; empty for all messages
 * @param version grows each time the consumer changes its subscription
 */
public record Subscription(
        String topic, String expressionType, String expression, Set<Integer> tagHashes, long version) {
    static Subscription of(SubscriptionBody body) {
        return new Subscription(
                body.topic(), body.expressionType(), body.subString(), Set.copyOf(body.codeSet()), body.subVersion());
    }

    /** As the protocol writes it; the tags themselves are not kept. */
    public SubscriptionBody body() {
        return new SubscriptionBody(
                topic, expression, expressionType, List.of(), List.copyOf(tagHashes), version, false);
    }
}
