package io.ringmq.broker.state;

/**
 * The progress of a consumer group in a queue.
 *
 * @param offset the next offset to consume, at least 0; may be lower than what was committed before
 */
public record OffsetCommit(String group, String topic, int queueId, long offset) {

    public OffsetCommit {
        if (queueId < 0 || offset < 0) {
            throw new IllegalArgumentException("a committed offset and its queue id are not negative, unlike " + offset
                    + " in queue " + queueId + " of topic " + topic + " for group " + group);
        }
    }
}
