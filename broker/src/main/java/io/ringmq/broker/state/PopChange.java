package io.ringmq.broker.state;

/**
 * Gives a popped message another invisible time, from now on. It is a batch of its own afterwards: its start offset is
 * its own, its pop time the new one.
 *
 * @param batch what it was popped in
 * @param popTimeMs the time the new invisible time counts from
 * @param invisibleMs at least 0
 */
public record PopChange(PopBatch batch, long offset, long popTimeMs, long invisibleMs) {

    public PopChange {
        if (invisibleMs < 0) {
            throw new IllegalArgumentException("an invisible time is not negative, unlike " + invisibleMs + " ms");
        }
    }
}
