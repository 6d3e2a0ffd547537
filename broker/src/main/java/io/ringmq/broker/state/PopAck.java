package io.ringmq.broker.state;

import java.util.List;

/**
 * Acknowledges messages that were popped together.
 *
 * @param offsets of the messages
 */
public record PopAck(PopBatch batch, List<Long> offsets) {

    public PopAck {
        offsets = List.copyOf(offsets);
    }
}
