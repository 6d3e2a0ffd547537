package io.ringmq.remoting.body;

import org.jspecify.annotations.Nullable;

/**
 * What a group subscribes to of a topic: the answer to QUERY_SUBSCRIPTION_BY_CONSUMER.
 *
 * @param subscription null if nobody of the group subscribes to the topic now
 */
public record GroupSubscriptionBody(
        String group, String topic, @Nullable SubscriptionBody subscription) {

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject().member("group", group);
        if (subscription != null) {
            subscription.write(out.name("subscriptionData"));
        }
        out.member("topic", topic).endObject();
    }
}
