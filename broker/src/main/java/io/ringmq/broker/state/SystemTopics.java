package io.ringmq.broker.state;

import java.util.List;
import java.util.Set;

/** The topics and groups that every ring has. The leader proposes those that are missing when it starts. */
public final class SystemTopics {

    /** Delayed messages wait here, queue = level - 1. */
    public static final String SCHEDULE = "SCHEDULE_TOPIC_XXXX";
    /** The example after which topics are created automatically; exists only where that is switched on. */
    public static final String AUTO_CREATE = "TBW102";

    public static final String BENCHMARK = "BenchmarkTest";
    public static final String SELF_TEST = "SELF_TEST_TOPIC";
    public static final String OFFSET_MOVED_EVENT = "OFFSET_MOVED_EVENT";
    public static final String TRACE = "RMQ_SYS_TRACE_TOPIC";
    public static final String TRANSACTION_HALF = "RMQ_SYS_TRANS_HALF_TOPIC";
    public static final String TRANSACTION_OP = "RMQ_SYS_TRANS_OP_HALF_TOPIC";
    public static final String TRANSACTION_CHECK_EXCEEDED = "TRANS_CHECK_MAX_TIME_TOPIC";

    /** The group whose committed offsets are the progress of delivering delayed messages. */
    public static final String SCHEDULE_GROUP = "CID_RMQ_SYS_SCHEDULE";

    private static final String REPLY_SUFFIX = "REPLY_TOPIC";
    private static final String RESERVED_PREFIX = "rmq_sys_";
    private static final int BENCHMARK_QUEUES = 1024;
    private static final int CLUSTER_QUEUES = 16;
    private static final int READ_WRITE = TopicConfig.READ | TopicConfig.WRITE;

    private static final Set<String> FIXED_NAMES = Set.of(
            SCHEDULE,
            AUTO_CREATE,
            BENCHMARK,
            SELF_TEST,
            OFFSET_MOVED_EVENT,
            TRACE,
            TRANSACTION_HALF,
            TRANSACTION_OP,
            TRANSACTION_CHECK_EXCEEDED);

    private SystemTopics() {}

    /**
     * The topics every ring has, without {@link #AUTO_CREATE}.
     *
     * @param cluster the name of the cluster, which is a topic too, as is the name of the ring
     * @param delayLevels the number of delay levels, each of which has a queue of {@link #SCHEDULE}
     */
    public static List<TopicConfig> topics(String cluster, String ring, int delayLevels) {
        return List.of(
                TopicConfig.of(SCHEDULE, delayLevels),
                TopicConfig.of(SELF_TEST, 1),
                TopicConfig.of(BENCHMARK, BENCHMARK_QUEUES),
                TopicConfig.of(OFFSET_MOVED_EVENT, 1),
                TopicConfig.of(TRACE, 1),
                TopicConfig.of(TRANSACTION_HALF, 1),
                TopicConfig.of(TRANSACTION_OP, 1),
                TopicConfig.of(TRANSACTION_CHECK_EXCEEDED, 1),
                TopicConfig.of(cluster + "_" + REPLY_SUFFIX, 1),
                TopicConfig.of(cluster, CLUSTER_QUEUES, READ_WRITE | TopicConfig.INHERIT),
                TopicConfig.of(ring, 1, READ_WRITE | TopicConfig.INHERIT));
    }

    /** The example for automatic creation, with the default number of queues. */
    public static TopicConfig autoCreate(int queues) {
        return TopicConfig.of(AUTO_CREATE, queues, READ_WRITE | TopicConfig.INHERIT);
    }

    /** The groups every ring has: those of RocketMQ's tools, and {@link #SCHEDULE_GROUP}. */
    public static List<GroupConfig> groups() {
        return List.of(
                GroupConfig.of("TOOLS_CONSUMER"),
                GroupConfig.of("SELF_TEST_C_GROUP"),
                GroupConfig.of("CID_ONSAPI_PULL"),
                GroupConfig.of("CID_ONSAPI_PERMISSION"),
                GroupConfig.of("CID_ONSAPI_OWNER"),
                GroupConfig.of("CID_SYS_RMQ_TRANS"),
                GroupConfig.of(SCHEDULE_GROUP));
    }

    /** Whether a topic belongs to the broker rather than to its users, whatever the names of cluster and ring. */
    public static boolean isSystem(String topic) {
        return FIXED_NAMES.contains(topic) || topic.startsWith(RESERVED_PREFIX);
    }
}
