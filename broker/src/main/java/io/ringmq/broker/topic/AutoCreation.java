package io.ringmq.broker.topic;

/**
 * What may be created on first use.
 *
 * @param topics whether a send may create its topic after the model of TBW102
 * @param defaultQueues queues of TBW102, so the most an automatically created topic gets
 * @param groups whether a consumer may create its group
 */
public record AutoCreation(boolean topics, int defaultQueues, boolean groups) {}
