package io.ringmq.namesrv.route;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one broker group as its leader published them. Immutable.
 *
 * @param byName queues by topic
 * @param version version they were published under; null before the first publication
 * @param publisher address of the leader that published them
 * @param writeWiped true while an operator has taken the permission to write away
 */
record PublishedTopics(
        SortedMap<String, TopicQueues> byName, @Nullable TopicVersion version, String publisher, boolean writeWiped) {
    static final PublishedTopics NONE = new PublishedTopics(Collections.emptySortedMap(), null, "", false);

    /**
     * Topics after a leader's registration. The same version from the same leader changes nothing, so that a topic
     * deleted here stays deleted until the broker's topics change.
     *
     * <p>A broker with terms always sends all its topics, and they replace the ones here. Others may send them in
     * portions, which are merged.
     */
    PublishedTopics publish(Registration registration) {
        TopicVersion published = registration.version();
        if (published.equals(version) && registration.address().equals(publisher)) {
            return this;
        }
        SortedMap<String, TopicQueues> next = new TreeMap<>();
        if (published.term() == 0) {
            next.putAll(byName);
        }
        next.putAll(registration.topics());
        return new PublishedTopics(
                Collections.unmodifiableSortedMap(next), published, registration.address(), writeWiped);
    }

    PublishedTopics without(String topic) {
        SortedMap<String, TopicQueues> next = new TreeMap<>(byName);
        next.remove(topic);
        return new PublishedTopics(Collections.unmodifiableSortedMap(next), version, publisher, writeWiped);
    }

    PublishedTopics withWriteWiped(boolean wiped) {
        return new PublishedTopics(byName, version, publisher, wiped);
    }

    /** Queues of a topic with the permissions that hold now; null if the group does not have the topic. */
    @Nullable
    TopicQueues queues(String topic) {
        TopicQueues queues = byName.get(topic);
        return queues != null && writeWiped ? queues.withoutWrite() : queues;
    }
}
