package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The payloads of the commands. Every payload starts with its format version. Integers are big-endian; a text is its
 * UTF-8 form behind the number of its bytes (2 bytes, unsigned); a flag is one byte, 0 or 1.
 *
 * <pre>
 *  COMMIT_OFFSETS   version 1, count 4, { group text, topic text, queue id 4, offset 8 } * count
 *  PUT_TOPIC        version 1, only-if-absent flag, topic
 *  DELETE_TOPIC     version 1, name text
 *  PUT_GROUP        version 1, only-if-absent flag, group
 *  DELETE_GROUP     version 1, name text, remove-offsets flag
 *  CONDITION        version 1, group text, topic text, queue id 4, expected offset 8, next offset 8, records 4
 *  LEADER_ADDRESS   version 1, term 8, host text, port 4, node id text
 *  VERIFY           version 1, id 8, from physical offset 8
 *
 *  topic  name text, read queues 4, write queues 4, permission 4, filter type text, system flag 4, order flag,
 *         count 4, { attribute text, value text } * count, ascending by attribute
 *  group  name text, consume flag, consume-from-min flag, broadcast flag, orderly flag, retry queues 4, max retries 4,
 *         broker id 8, broker id when slow 8, notify flag, system flag 4, consume timeout (minutes) 4,
 *         nothing, or a retry policy
 *  retry policy   0, initial delay (ms) 8, longest delay (ms) 8, multiplier 8
 *                 1, count 4, { delay (ms) 8 } * count
 * </pre>
 */
final class CommandCodec {

    /** The most offsets in one record; the entry that carries them is bounded in bytes by the log. */
    static final int MAX_COMMITS = 100_000;

    static final int VERSION = 1;
    private static final int MIN_COMMIT_BYTES = 2 + 2 + 4 + 8;
    private static final int MIN_ATTRIBUTE_BYTES = 2 + 2;

    private CommandCodec() {}

    record PutTopic(TopicConfig config, boolean onlyIfAbsent) {}

    record PutGroup(GroupConfig config, boolean onlyIfAbsent) {}

    record DeleteGroup(String group, boolean removeOffsets) {}

    static ByteBuffer encodeCommits(List<OffsetCommit> commits) {
        if (commits.size() > MAX_COMMITS) {
            throw new IllegalArgumentException(commits.size() + " offsets in one record; at most " + MAX_COMMITS);
        }
        PayloadWriter out = start().putInt(commits.size());
        for (OffsetCommit commit : commits) {
            out.putText(commit.group())
                    .putText(commit.topic())
                    .putInt(commit.queueId())
                    .putLong(commit.offset());
        }
        return finish(out);
    }

    static List<OffsetCommit> decodeCommits(ByteBuffer payload) {
        return PayloadReader.readAll("COMMIT_OFFSETS", payload, in -> {
            in.version(VERSION);
            int count = in.getCount(MIN_COMMIT_BYTES);
            List<OffsetCommit> commits = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                commits.add(new OffsetCommit(in.getText(), in.getText(), in.getInt(), in.getLong()));
            }
            return commits;
        });
    }

    static ByteBuffer encodePutTopic(TopicConfig config, boolean onlyIfAbsent) {
        PayloadWriter out = start().putBoolean(onlyIfAbsent);
        writeTopic(out, config);
        return finish(out);
    }

    static PutTopic decodePutTopic(ByteBuffer payload) {
        return PayloadReader.readAll("PUT_TOPIC", payload, in -> {
            in.version(VERSION);
            boolean onlyIfAbsent = in.getBoolean();
            return new PutTopic(readTopic(in), onlyIfAbsent);
        });
    }

    static void writeTopic(PayloadWriter out, TopicConfig topic) {
        out.putText(topic.name())
                .putInt(topic.readQueues())
                .putInt(topic.writeQueues())
                .putInt(topic.permission())
                .putText(topic.filterType())
                .putInt(topic.sysFlag())
                .putBoolean(topic.order())
                .putInt(topic.attributes().size());
        new TreeMap<>(topic.attributes())
                .forEach((name, value) -> out.putText(name).putText(value));
    }

    static TopicConfig readTopic(PayloadReader in) {
        return new TopicConfig(
                in.getText(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getText(),
                in.getInt(),
                in.getBoolean(),
                readAttributes(in));
    }

    private static Map<String, String> readAttributes(PayloadReader in) {
        Map<String, String> attributes = new TreeMap<>();
        int count = in.getCount(MIN_ATTRIBUTE_BYTES);
        for (int i = 0; i < count; i++) {
            attributes.put(in.getText(), in.getText());
        }
        return attributes;
    }

    static ByteBuffer encodeDeleteTopic(String topic) {
        return finish(start().putText(topic));
    }

    static String decodeDeleteTopic(ByteBuffer payload) {
        return PayloadReader.readAll("DELETE_TOPIC", payload, in -> {
            in.version(VERSION);
            return in.getText();
        });
    }

    static ByteBuffer encodePutGroup(GroupConfig config, boolean onlyIfAbsent) {
        PayloadWriter out = start().putBoolean(onlyIfAbsent);
        writeGroup(out, config);
        return finish(out);
    }

    static PutGroup decodePutGroup(ByteBuffer payload) {
        return PayloadReader.readAll("PUT_GROUP", payload, in -> {
            in.version(VERSION);
            boolean onlyIfAbsent = in.getBoolean();
            return new PutGroup(readGroup(in), onlyIfAbsent);
        });
    }

    static void writeGroup(PayloadWriter out, GroupConfig group) {
        out.putText(group.name())
                .putBoolean(group.consumeEnabled())
                .putBoolean(group.consumeFromMinEnabled())
                .putBoolean(group.broadcastEnabled())
                .putBoolean(group.orderly())
                .putInt(group.retryQueues())
                .putInt(group.maxRetries())
                .putLong(group.brokerId())
                .putLong(group.brokerIdWhenSlow())
                .putBoolean(group.notifyOnChange())
                .putInt(group.sysFlag())
                .putInt(group.consumeTimeoutMinutes());
        RetryPolicyCodec.write(out, group.retryPolicy());
    }

    static GroupConfig readGroup(PayloadReader in) {
        return new GroupConfig(
                in.getText(),
                in.getBoolean(),
                in.getBoolean(),
                in.getBoolean(),
                in.getBoolean(),
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getBoolean(),
                in.getInt(),
                in.getInt(),
                RetryPolicyCodec.read(in));
    }

    static ByteBuffer encodeDeleteGroup(String group, boolean removeOffsets) {
        return finish(start().putText(group).putBoolean(removeOffsets));
    }

    static DeleteGroup decodeDeleteGroup(ByteBuffer payload) {
        return PayloadReader.readAll("DELETE_GROUP", payload, in -> {
            in.version(VERSION);
            return new DeleteGroup(in.getText(), in.getBoolean());
        });
    }

    static ByteBuffer encodeCondition(OffsetCondition condition) {
        return finish(start().putText(condition.group())
                .putText(condition.topic())
                .putInt(condition.queueId())
                .putLong(condition.expectedOffset())
                .putLong(condition.nextOffset())
                .putInt(condition.guardedRecords()));
    }

    static OffsetCondition decodeCondition(ByteBuffer payload) {
        return PayloadReader.readAll("CONDITION", payload, in -> {
            in.version(VERSION);
            return new OffsetCondition(
                    in.getText(), in.getText(), in.getInt(), in.getLong(), in.getLong(), in.getInt());
        });
    }

    static ByteBuffer encodeLeaderAddress(LeaderAddress address) {
        return finish(start().putLong(address.term())
                .putText(address.host())
                .putInt(address.port())
                .putText(address.nodeId()));
    }

    static LeaderAddress decodeLeaderAddress(ByteBuffer payload) {
        return PayloadReader.readAll("LEADER_ADDRESS", payload, in -> {
            in.version(VERSION);
            return new LeaderAddress(in.getLong(), in.getText(), in.getInt(), in.getText());
        });
    }

    static ByteBuffer encodeVerify(VerifyMark mark) {
        return finish(start().putLong(mark.id()).putLong(mark.fromOffset()));
    }

    static VerifyMark decodeVerify(ByteBuffer payload) {
        return PayloadReader.readAll("VERIFY", payload, in -> {
            in.version(VERSION);
            return new VerifyMark(in.getLong(), in.getLong());
        });
    }

    static PayloadWriter start() {
        return new PayloadWriter().putByte(VERSION);
    }

    private static ByteBuffer finish(PayloadWriter out) {
        return ByteBuffer.wrap(out.toBytes());
    }
}
