package io.ringmq.client.producer;

import io.ringmq.remoting.body.MessageQueue;
import java.util.List;

/** Chooses the queue of a message, for instance by a key whose messages are to stay in order. */
@FunctionalInterface
public interface QueueSelector {
    /**
     * One of the queues.
     *
     * @param queues writable queues of the topic by broker name and queue id, at least one
     */
    MessageQueue select(List<MessageQueue> queues, Message message);

    /** The same queue for the same key, as long as the number of queues stays. */
    static QueueSelector byKey(String key) {
        return (queues, message) -> queues.get(Math.floorMod(key.hashCode(), queues.size()));
    }
}
