package io.ringmq.chaos.history;

/**
 * Where a message is.
 *
 * @param queue topic, ring and queue id as one word, so that no two queues share a name
 * @param offset position in the queue, counted in messages
 */
public record Place(String queue, long offset) {
    @Override
    public String toString() {
        return queue + "@" + offset;
    }
}
