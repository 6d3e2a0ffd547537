package io.ringmq.broker.config;

/**
 * What clients may do.
 *
 * @param maxMessageBytes largest message body
 * @param autoCreateTopics whether a send may create its topic
 * @param defaultQueues queues of the default topic TBW102
 * @param autoCreateGroups whether a heartbeat may create its consumer group
 * @param delayLevels delays of the levels, as RocketMQ writes them
 * @param transactionCheckIntervalMs how often producers are asked about a transaction
 * @param maxDelaySeconds longest time that a timed message may wait
 * @param consumers bounds of consumption
 */
public record ServiceSettings(
        int maxMessageBytes,
        boolean autoCreateTopics,
        int defaultQueues,
        boolean autoCreateGroups,
        String delayLevels,
        int transactionCheckIntervalMs,
        int maxDelaySeconds,
        Consumers consumers) {

    /**
     * Bounds of consumption.
     *
     * @param offsetCommitIntervalMs how long consumer offsets gather before they are replicated
     * @param maxLongPolls pull requests per ring that may wait for messages
     * @param followerReadBytes distance to the end of the log at which a consumer is sent to a follower
     */
    public record Consumers(int offsetCommitIntervalMs, int maxLongPolls, long followerReadBytes) {}

    static ServiceSettings of(Settings values) {
        return new ServiceSettings(
                values.get(Keys.MAX_MESSAGE_BYTES),
                values.get(Keys.AUTO_CREATE_TOPICS),
                values.get(Keys.DEFAULT_QUEUES),
                values.get(Keys.AUTO_CREATE_GROUPS),
                values.get(Keys.DELAY_LEVELS),
                values.get(Keys.TRANSACTION_CHECK_INTERVAL_MS),
                values.get(Keys.TIMER_MAX_DELAY_SEC),
                new Consumers(
                        values.get(Keys.OFFSET_COMMIT_INTERVAL_MS),
                        values.get(Keys.MAX_LONG_POLLS),
                        values.get(Keys.FOLLOWER_READ_BYTES)));
    }
}
