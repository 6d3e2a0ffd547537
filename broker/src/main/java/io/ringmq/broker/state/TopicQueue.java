package io.ringmq.broker.state;

/** One queue of a topic in this ring. */
public record TopicQueue(String topic, int queueId) {}
