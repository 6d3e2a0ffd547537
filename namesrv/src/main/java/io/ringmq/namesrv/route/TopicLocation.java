package io.ringmq.namesrv.route;

/** One broker group that serves a topic, and its share of the topic's queues. */
public record TopicLocation(BrokerAddresses brokers, TopicQueues queues) {}
