package io.ringmq.broker.state;

import java.util.Map;
import java.util.Set;

/** The committed progress of consumer groups. Thread-safe. */
public interface OffsetView {

    /** The next offset a group consumes, or -1 if it has committed none. */
    long committedOffset(String group, String topic, int queueId);

    /** The offset that an operator has set and no consumer has heard of yet, or -1 if there is none. */
    long pendingReset(String group, String topic, int queueId);

    /** A copy of all that a group has committed. */
    Map<TopicQueue, Long> committedOffsets(String group);

    /** The groups that have committed an offset in a topic. */
    Set<String> groupsConsuming(String topic);
}
