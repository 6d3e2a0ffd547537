package io.ringmq.broker.state;

/** A queue as one consumer group consumes it. */
public record GroupQueue(String group, String topic, int queueId) {

    public GroupQueue {
        if (queueId < 0) {
            throw new IllegalArgumentException(
                    "queue " + queueId + " of topic " + topic + " for group " + group + " has a negative id");
        }
    }
}
