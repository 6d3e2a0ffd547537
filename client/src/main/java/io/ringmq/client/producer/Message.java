package io.ringmq.client.producer;

import io.ringmq.remoting.message.PropertyNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to send. Immutable as long as nobody changes the body's bytes; the {@code with} methods return a changed
 * copy.
 *
 * @param topic 1 to 127 characters of {@code [%|a-zA-Z0-9_-]}
 * @param body bytes between position and limit
 * @param properties of the user, and the reserved ones set by the {@code with} methods
 * @param flag a number for the application; RingMQ does not look at it
 */
public record Message(String topic, ByteBuffer body, Map<String, String> properties, int flag) {

    public Message {
        body = body.asReadOnlyBuffer();
        properties = Map.copyOf(properties);
    }

    /** A message of these bytes, which are not copied. */
    public static Message of(String topic, byte[] body) {
        return new Message(topic, ByteBuffer.wrap(body), Map.of(), 0);
    }

    /** A message of a text in UTF-8. */
    public static Message of(String topic, String body) {
        return of(topic, body.getBytes(StandardCharsets.UTF_8));
    }

    /** With a tag, which consumers can filter by. */
    public Message withTag(String tag) {
        return withReserved(PropertyNames.TAGS, tag);
    }

    /** With keys to find the message by. */
    public Message withKeys(String... keys) {
        return withReserved(PropertyNames.KEYS, String.join(" ", keys));
    }

    /**
     * To be stored behind all messages of the topic that were sent with the same key before, by the same thread: the key
     * chooses the queue. Consumers find it in the property {@code __SHARDINGKEY}.
     *
     * @param key of what is to stay in order, for instance the id of an account
     * @throws IllegalArgumentException if the key is empty
     */
    public Message withOrderingKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the ordering key is empty; leave it out for messages without order");
        }
        return withReserved(PropertyNames.SHARDING_KEY, key);
    }

    /** The key that keeps messages in order; null if there is none. */
    public @Nullable String orderingKey() {
        return properties.get(PropertyNames.SHARDING_KEY);
    }

    /**
     * To be delivered later.
     *
     * @param level 1 to 18: 1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h
     */
    public Message withDelayLevel(int level) {
        return withReserved(PropertyNames.DELAY, Integer.toString(level));
    }

    /**
     * To be delivered after a delay, to the millisecond, from when the broker gets it.
     *
     * @param delay at most three days, unless the brokers are configured otherwise
     */
    public Message withDelay(Duration delay) {
        return withReserved(PropertyNames.TIMER_DELAY_MS, Long.toString(delay.toMillis()));
    }

    /**
     * To be delivered at a time, to the millisecond, by the clock of the broker; at once if it is past.
     *
     * @param time at most three days ahead, unless the brokers are configured otherwise
     */
    public Message withDeliveryTime(Instant time) {
        return withReserved(PropertyNames.TIMER_DELIVER_MS, Long.toString(time.toEpochMilli()));
    }

    /** Whether it is to be delivered later, in whatever way. */
    boolean isDelayed() {
        return properties.containsKey(PropertyNames.DELAY)
                || properties.containsKey(PropertyNames.TIMER_DELAY_MS)
                || properties.containsKey(PropertyNames.TIMER_DELIVER_MS);
    }

    /**
     * With a property of the user.
     *
     * @throws IllegalArgumentException if the name is reserved
     */
    public Message withProperty(String name, String value) {
        if (PropertyNames.isReserved(name)) {
            throw new IllegalArgumentException("property name '" + name + "' is reserved; choose another");
        }
        return withReserved(name, value);
    }

    public Message withFlag(int newFlag) {
        return new Message(topic, body, properties, newFlag);
    }

    private Message withReserved(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(properties);
        changed.put(name, value);
        return new Message(topic, body, changed, flag);
    }
}
