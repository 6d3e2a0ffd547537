package io.ringmq.broker.state;

import org.jspecify.annotations.Nullable;

/**
 * A consumer group as RocketMQ's tools know it.
 *
 * @param consumeEnabled whether members may consume at all
 * @param consumeFromMinEnabled whether a member without progress may start at the oldest message
 * @param broadcastEnabled whether members may consume in broadcast mode
 * @param orderly whether the group consumes in order
 * @param retryQueues queues of the group's retry topic, at least 0
 * @param maxRetries deliveries of a failing message before it goes to the dead-letter topic, at least -1
 * @param brokerId the broker id that consumers use first
 * @param brokerIdWhenSlow the broker id suggested to a consumer that is far behind
 * @param notifyOnChange whether members are told at once when others join or leave
 * @param sysFlag bits of the protocol; 0 for ordinary groups
 * @param consumeTimeoutMinutes how long a member may take for a message
 * @param retryPolicy when a message that failed comes again; null for the delay levels of the broker
 */
public record GroupConfig(
        String name,
        boolean consumeEnabled,
        boolean consumeFromMinEnabled,
        boolean broadcastEnabled,
        boolean orderly,
        int retryQueues,
        int maxRetries,
        long brokerId,
        long brokerIdWhenSlow,
        boolean notifyOnChange,
        int sysFlag,
        int consumeTimeoutMinutes,
        @Nullable RetryPolicy retryPolicy) {

    public static final int DEFAULT_RETRY_QUEUES = 1;
    public static final int DEFAULT_MAX_RETRIES = 16;
    public static final int DEFAULT_CONSUME_TIMEOUT_MINUTES = 15;

    public GroupConfig {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a consumer group needs a name");
        }
        if (retryQueues < 0 || retryQueues > TopicConfig.MAX_QUEUES || maxRetries < -1) {
            throw new IllegalArgumentException("group " + name + " cannot have " + retryQueues + " retry queues and "
                    + maxRetries + " retries; they are 0 to " + TopicConfig.MAX_QUEUES + " and at least -1");
        }
    }

    /** A group with the defaults of RocketMQ: everything allowed, 16 retries. */
    public static GroupConfig of(String name) {
        return new GroupConfig(
                name,
                true,
                true,
                true,
                false,
                DEFAULT_RETRY_QUEUES,
                DEFAULT_MAX_RETRIES,
                0,
                1,
                true,
                0,
                DEFAULT_CONSUME_TIMEOUT_MINUTES,
                null);
    }
}
