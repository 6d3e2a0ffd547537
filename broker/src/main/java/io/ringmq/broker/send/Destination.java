package io.ringmq.broker.send;

import io.ringmq.broker.topic.TopicSource;

/**
 * Where the messages of a send go.
 *
 * @param topic the topic, and how to create it if need be
 * @param deadLetter whether this is the dead-letter topic instead of the retry topic that was asked for
 */
record Destination(TopicSource.Found topic, int queueId, boolean deadLetter) {
    String topicName() {
        return topic.config().name();
    }
}
