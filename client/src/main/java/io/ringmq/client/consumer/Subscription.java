package io.ringmq.client.consumer;

import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.message.MessageProperties;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a group wants of a topic.
 *
 * @param expression {@code *} for everything, or tags separated by {@code ||}
 * @param tags the tags wanted; empty for everything
 * @param version grows with every change
 */
record Subscription(String topic, String expression, List<String> tags, long version) {
    private static final String EVERYTHING = "*";

    /** Reads an expression. */
    static Subscription of(String topic, String expression, long version) {
        if (expression.isBlank() || expression.strip().equals(EVERYTHING)) {
            return new Subscription(topic, EVERYTHING, List.of(), version);
        }
        TreeSet<String> tags = new TreeSet<>();
        Arrays.stream(expression.split("\\|\\|"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .forEach(tags::add);
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("'" + expression + "' names no tag; write a || b, or * for everything");
        }
        return new Subscription(topic, String.join(" || ", tags), List.copyOf(tags), version);
    }

    /** Whether a tag is wanted: brokers compare hashes, which collide. */
    boolean wants(@Nullable String tag) {
        return tags.isEmpty() || (tag != null && tags.contains(tag));
    }

    SubscriptionBody body() {
        List<Integer> hashes = tags.stream().map(MessageProperties::tagHash).toList();
        return new SubscriptionBody(topic, expression, SubscriptionBody.TAG, tags, hashes, version, false);
    }
}
