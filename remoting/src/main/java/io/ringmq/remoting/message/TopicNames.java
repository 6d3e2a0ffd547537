package io.ringmq.remoting.message;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which topic names are valid, and which ones have a meaning of their own. */
public final class TopicNames {
    /** Longest topic that a client may name, in characters. */
    public static final int MAX_LENGTH = 127;

    /** Longest topic that a broker makes up, such as a retry topic, in characters. */
    public static final int MAX_INTERNAL_LENGTH = 255;

    public static final String RETRY_PREFIX = "%RETRY%";
    public static final String DLQ_PREFIX = "%DLQ%";
    public static final String LMQ_PREFIX = "%LMQ%";
    public static final String SYSTEM_PREFIX = "rmq_sys_";
    public static final String REPLY_TOPIC_SUFFIX = "_REPLY_TOPIC";

    /** Template of topics made on first use. */
    public static final String AUTO_CREATE_TEMPLATE = "TBW102";

    /** Holds delayed messages, one queue per delay level. */
    public static final String SCHEDULE = "SCHEDULE_TOPIC_XXXX";

    public static final String BENCHMARK = "BenchmarkTest";
    public static final String HALF = "RMQ_SYS_TRANS_HALF_TOPIC";
    public static final String HALF_DONE = "RMQ_SYS_TRANS_OP_HALF_TOPIC";
    public static final String ROCKSDB_HALF = "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC";
    public static final String ROCKSDB_HALF_DONE = "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC";
    public static final String TRACE = "RMQ_SYS_TRACE_TOPIC";
    public static final String CHECKED_TOO_OFTEN = "TRANS_CHECK_MAX_TIME_TOPIC";
    public static final String SELF_TEST = "SELF_TEST_TOPIC";
    public static final String OFFSET_MOVED = "OFFSET_MOVED_EVENT";
    public static final String CHECKPOINT = "CHECKPOINT_TOPIC";
    public static final String TIMER = "rmq_sys_wheel_timer";

    /** Topics that exist on every broker; {@link #isSystem} knows those made per cluster and broker too. */
    public static final Set<String> SYSTEM = Set.of(
            AUTO_CREATE_TEMPLATE,
            SCHEDULE,
            BENCHMARK,
            HALF,
            HALF_DONE,
            ROCKSDB_HALF,
            ROCKSDB_HALF_DONE,
            TRACE,
            CHECKED_TOO_OFTEN,
            SELF_TEST,
            OFFSET_MOVED,
            CHECKPOINT);

    /** Topics that a client may not send to. */
    public static final Set<String> NOT_ALLOWED_TO_SEND = Set.of(
            SCHEDULE, HALF, HALF_DONE, ROCKSDB_HALF, ROCKSDB_HALF_DONE, CHECKED_TOO_OFTEN, SELF_TEST, OFFSET_MOVED);

    /** No group and no topic of a user has it in its name. */
    private static final char POP_RETRY_MARK = '+';

    private TopicNames() {}

    /** Retry topic of a consumer group. */
    public static String retry(String group) {
        return RETRY_PREFIX + group;
    }

    /** Where a group finds again what it popped from a topic and did not acknowledge. */
    public static String popRetry(String group, String topic) {
        return retry(group) + POP_RETRY_MARK + topic;
    }

    /** Whether what a group popped, from whatever topic, comes again in this one. */
    public static boolean isPopRetryOfGroup(String retryTopic, String group) {
        return retryTopic.startsWith(popRetry(group, ""));
    }

    /** Whether what some group popped from a topic comes again in this one. */
    public static boolean isPopRetryOfTopic(String retryTopic, String topic) {
        int mark = isRetry(retryTopic) ? retryTopic.indexOf(POP_RETRY_MARK) : -1;
        return mark >= 0 && retryTopic.startsWith(topic, mark + 1) && retryTopic.length() == mark + 1 + topic.length();
    }

    /** Dead-letter topic of a consumer group. */
    public static String deadLetter(String group) {
        return DLQ_PREFIX + group;
    }

    public static boolean isRetry(String topic) {
        return topic.startsWith(RETRY_PREFIX);
    }

    public static boolean isDeadLetter(String topic) {
        return topic.startsWith(DLQ_PREFIX);
    }

    /** Whether the topic belongs to the brokers rather than to a user. */
    public static boolean isSystem(String topic) {
        return SYSTEM.contains(topic) || topic.startsWith(SYSTEM_PREFIX);
    }

    /** Why a client may not use this topic name, null if it may. Retry and dead-letter topics may be longer. */
    public static @Nullable String reasonInvalid(String topic) {
        boolean internal = isRetry(topic) || isDeadLetter(topic) || isSystem(topic);
        return NameRule.reasonInvalid("topic", topic, internal ? MAX_INTERNAL_LENGTH : MAX_LENGTH);
    }
}
