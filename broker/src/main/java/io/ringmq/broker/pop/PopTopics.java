package io.ringmq.broker.pop;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.remoting.message.TopicNames;

/**
 * Names of the topics that hold what is to be popped once more. A retry topic belongs to one group and topic: {@code
 * %RETRY%group+topic}. Clients that know the mark 1 only call it {@code %RETRY%group_topic}, which alone does not tell
 * where the group ends; the group of the request does.
 */
final class PopTopics {
    private static final char OLD_MARK = '_';

    private PopTopics() {}

    /** The retry topic of what a group popped from a topic, which may be that retry topic already. */
    static String retry(String group, String topic) {
        return isRetry(group, topic) ? topic : TopicNames.popRetry(group, topic);
    }

    /** Whether the topic is a retry topic of the group. */
    static boolean isRetry(String group, String topic) {
        return TopicNames.isPopRetryOfGroup(topic, group);
    }

    /** The topic that consumers asked for when they were given messages of this one. */
    static String original(String group, String topic) {
        return isRetry(group, topic)
                ? topic.substring(TopicNames.popRetry(group, "").length())
                : topic;
    }

    /** The topic that a client means with a name. */
    static String meant(CatalogView catalog, String group, String name) {
        String oldPrefix = TopicNames.RETRY_PREFIX + group + OLD_MARK;
        if (!name.startsWith(oldPrefix)) {
            return name;
        }
        String retry = TopicNames.popRetry(group, name.substring(oldPrefix.length()));
        return catalog.topic(retry) == null ? name : retry;
    }
}
