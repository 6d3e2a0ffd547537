package io.ringmq.broker.state;

/**
 * How a group consumes a topic.
 *
 * @param pop whether its consumers pop; else they pull
 * @param shareQueues with pop, among how many neighbours' queues a consumer pops besides its own; 0 or less for all
 */
public record PopMode(String group, String topic, boolean pop, int shareQueues) {}
