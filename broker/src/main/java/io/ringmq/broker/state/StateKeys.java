package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys and plain values of the state in its store.
 *
 * <pre>
 *  family       key                                                        value
 *  META         nextTopicId | topicVersion                                 number 8
 *               leaderAddress                                              payload of LEADER_ADDRESS
 *               locks                                                      term 8, uptime 8, first uptime of the term 8,
 *                                                                          last epoch 8
 *  TOPICS       name (UTF-8)                                               version 1, topic id 4, topic as in PUT_TOPIC
 *  GROUPS       name (UTF-8)                                               version 1, group as in PUT_GROUP
 *  OFFSETS      group length 2, group, topic length 2, topic, queue id 4   offset 8, and 1 in one more byte if
 *                                                                          it is a reset that is pending
 *  LOCKS        as in OFFSETS                                              see LockCodec
 *  QUEUE_INDEX  see QueueIndex; its last record also tells where a queue ends
 *  POPS         see Pops
 *  KEY_INDEX    see KeyIndex
 *  TRANSACTIONS see Transactions
 *  TIMERS       see Timers, as for what is in META of them
 *  SENT         see SentMessages
 *  PRODUCERS    see Producers, as for the last number in META
 * </pre>
 *
 * Topic ids are never used again, so what is left over of a deleted topic cannot be mistaken for a new one.
 */
final class StateKeys {

    static final byte[] NEXT_TOPIC_ID = name("nextTopicId");
    static final byte[] TOPIC_VERSION = name("topicVersion");
    static final byte[] LEADER_ADDRESS = name("leaderAddress");

    static final byte[] LOCK_COUNTERS = name("locks");

    private StateKeys() {}

    static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] ofGroup(String group, TopicQueue queue) {
        return new PayloadWriter()
                .putText(group)
                .putText(queue.topic())
                .putInt(queue.queueId())
                .toBytes();
    }

    static byte[] offsetsOfGroup(String group) {
        return new PayloadWriter().putText(group).toBytes();
    }

    static byte[] committedOffset(long offset, boolean reset) {
        return reset
                ? ByteBuffer.allocate(Long.BYTES + 1)
                        .putLong(offset)
                        .put((byte) 1)
                        .array()
                : longBytes(offset);
    }

    static boolean isReset(byte[] committedOffset) {
        return committedOffset.length > Long.BYTES;
    }

    static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static long toLong(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }
}
