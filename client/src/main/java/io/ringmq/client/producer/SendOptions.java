package io.ringmq.client.producer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one message is sent.
 *
 * @param timeout for all attempts together, positive
 * @param selector chooses the queue, whatever the ordering key of the message; null to let that choose, or without one
 *     to take the queues in turn and avoid brokers that fail
 */
public record SendOptions(Duration timeout, @Nullable QueueSelector selector) {
    public SendOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive but is " + timeout);
        }
    }

    /** Who chooses the queue of a message; null if anybody may. */
    @Nullable
    QueueSelector selectorFor(Message message) {
        String key = message.orderingKey();
        return selector == null && key != null ? QueueSelector.byKey(key) : selector;
    }

    public SendOptions withTimeout(Duration newTimeout) {
        return new SendOptions(newTimeout, selector);
    }

    public SendOptions withSelector(QueueSelector newSelector) {
        return new SendOptions(timeout, newSelector);
    }
}
