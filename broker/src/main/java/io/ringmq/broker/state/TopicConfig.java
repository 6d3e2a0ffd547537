package io.ringmq.broker.state;

import java.util.Map;

/**
 * A topic as RocketMQ's tools know it.
 *
 * @param readQueues queues 0 to readQueues - 1 are offered to consumers; 0 to {@link #MAX_QUEUES}
 * @param writeQueues queues 0 to writeQueues - 1 are offered to producers; 0 to {@link #MAX_QUEUES}
 * @param permission sum of {@link #READ}, {@link #WRITE}, {@link #INHERIT} and {@link #PRIORITY}
 * @param filterType SINGLE_TAG or MULTI_TAG
 * @param sysFlag bits of the protocol; 0 for ordinary topics
 * @param order whether the topic is declared as ordered
 * @param attributes free attributes, without the plus or minus sign of change requests
 */
public record TopicConfig(
        String name,
        int readQueues,
        int writeQueues,
        int permission,
        String filterType,
        int sysFlag,
        boolean order,
        Map<String, String> attributes) {

    public static final int MAX_QUEUES = 1 << 16;
    public static final int PRIORITY = 8;
    public static final int READ = 4;
    public static final int WRITE = 2;
    /** Other topics may be created after this one's example. */
    public static final int INHERIT = 1;

    public static final String SINGLE_TAG = "SINGLE_TAG";
    public static final String MULTI_TAG = "MULTI_TAG";

    /** Attribute of topics that store a send once, however often its producer repeats it: true or false. */
    public static final String DEDUPLICATION = "deduplication";

    private static final int ALL_PERMISSIONS = PRIORITY | READ | WRITE | INHERIT;

    public TopicConfig {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a topic needs a name");
        }
        if (readQueues < 0 || readQueues > MAX_QUEUES || writeQueues < 0 || writeQueues > MAX_QUEUES) {
            throw new IllegalArgumentException("topic " + name + " cannot have " + readQueues + " read and "
                    + writeQueues + " write queues; each is 0 to " + MAX_QUEUES);
        }
        if ((permission & ~ALL_PERMISSIONS) != 0) {
            throw new IllegalArgumentException("topic " + name + " cannot have permission " + permission
                    + "; it is a sum of 4 (read), 2 (write), 1 (inherit) and 8 (priority)");
        }
        attributes = Map.copyOf(attributes);
    }

    /** A topic with as many queues to read as to write, readable and writable. */
    public static TopicConfig of(String name, int queues) {
        return of(name, queues, READ | WRITE);
    }

    /** A topic with as many queues to read as to write. */
    public static TopicConfig of(String name, int queues, int permission) {
        return new TopicConfig(name, queues, queues, permission, SINGLE_TAG, 0, false, Map.of());
    }

    public boolean readable() {
        return (permission & READ) != 0;
    }

    public boolean writable() {
        return (permission & WRITE) != 0;
    }

    public boolean inheritable() {
        return (permission & INHERIT) != 0;
    }

    /** Whether a send that its producer repeats is stored once. */
    public boolean deduplicates() {
        return "true".equals(attributes.get(DEDUPLICATION));
    }

    /** The number of queue ids in use: the larger of both counts. */
    public int queues() {
        return Math.max(readQueues, writeQueues);
    }
}
