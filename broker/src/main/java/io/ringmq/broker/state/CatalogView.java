package io.ringmq.broker.state;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The topics and groups of a ring. Thread-safe; a call sees the state as of some applied record. */
public interface CatalogView {

    @Nullable
    TopicConfig topic(String name);

    /** All topics, in no order. */
    Collection<TopicConfig> topics();

    /** Rises with each change of a topic, alike on all replicas. */
    long topicVersion();

    @Nullable
    GroupConfig group(String name);

    /** All groups, in no order. */
    Collection<GroupConfig> groups();

    /** What the last leader said about itself, or null before the first did. */
    @Nullable
    LeaderAddress leaderAddress();
}
