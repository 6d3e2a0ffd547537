package io.ringmq.remoting.message;

import org.jspecify.annotations.Nullable;

/** Which producer and consumer group names are valid. */
public final class GroupNames {
    /** Longest group name, in characters. */
    public static final int MAX_LENGTH = 120;

    public static final String SYSTEM_PREFIX = "CID_RMQ_SYS_";

    /** Names that clients refuse for their users, because two programs would share them by accident. */
    public static final String DEFAULT_PRODUCER = "DEFAULT_PRODUCER";

    public static final String DEFAULT_CONSUMER = "DEFAULT_CONSUMER";

    private GroupNames() {}

    /** Whether the group belongs to the brokers rather than to a user. */
    public static boolean isSystem(String group) {
        return group.startsWith(SYSTEM_PREFIX);
    }

    /** Why this group name may not be used, null if it may. */
    public static @Nullable String reasonInvalid(String group) {
        return NameRule.reasonInvalid("group", group, MAX_LENGTH);
    }
}
