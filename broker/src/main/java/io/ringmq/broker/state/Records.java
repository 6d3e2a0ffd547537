package io.ringmq.broker.state;

import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;
import java.util.List;

/** Makes the records that can be proposed to a ring. */
public final class Records {

    private Records() {}

    /**
     * A message.
     *
     * @param encoded the wire layout between position and limit, its queue offset and physical offset zero; shared,
     *     not copied: it must stay as it is until the proposal has an outcome
     */
    public static ProposedRecord message(ByteBuffer encoded) {
        return new EncodedRecord(RecordType.MESSAGE, encoded.slice());
    }

    /**
     * Offsets that consumer groups have reached. Offsets of topics or queues that do not exist when the record is
     * applied are ignored.
     *
     * @param commits at most {@value CommandCodec#MAX_COMMITS}
     */
    public static ProposedRecord commitOffsets(List<OffsetCommit> commits) {
        return new EncodedRecord(RecordType.COMMIT_OFFSETS, CommandCodec.encodeCommits(commits));
    }

    /**
     * Offsets at which the consumers of groups are to go on, whatever they have reached. Until they commit just these,
     * other commits are ignored. Offsets of topics or queues that do not exist are ignored.
     *
     * @param resets at most {@value CommandCodec#MAX_COMMITS}
     */
    public static ProposedRecord resetOffsets(List<OffsetCommit> resets) {
        return new EncodedRecord(RecordType.RESET_OFFSETS, CommandCodec.encodeCommits(resets));
    }

    /**
     * Creates or changes a topic. Its messages and offsets stay, also those of queues that are now beyond its counts.
     *
     * @param onlyIfAbsent leave an existing topic as it is
     */
    public static ProposedRecord putTopic(TopicConfig config, boolean onlyIfAbsent) {
        return new EncodedRecord(RecordType.PUT_TOPIC, CommandCodec.encodePutTopic(config, onlyIfAbsent));
    }

    /** Deletes a topic with its queues and all offsets committed in it. */
    public static ProposedRecord deleteTopic(String topic) {
        return new EncodedRecord(RecordType.DELETE_TOPIC, CommandCodec.encodeDeleteTopic(topic));
    }

    /**
     * Creates or changes a consumer group.
     *
     * @param onlyIfAbsent leave an existing group as it is
     */
    public static ProposedRecord putGroup(GroupConfig config, boolean onlyIfAbsent) {
        return new EncodedRecord(RecordType.PUT_GROUP, CommandCodec.encodePutGroup(config, onlyIfAbsent));
    }

    /**
     * Deletes a consumer group.
     *
     * @param removeOffsets forget its committed offsets too; else a group of the same name continues there
     */
    public static ProposedRecord deleteGroup(String group, boolean removeOffsets) {
        return new EncodedRecord(RecordType.DELETE_GROUP, CommandCodec.encodeDeleteGroup(group, removeOffsets));
    }

    /** Guards the records that are proposed behind it in the same entry; see {@link OffsetCondition}. */
    public static ProposedRecord condition(OffsetCondition condition) {
        return new EncodedRecord(RecordType.CONDITION, CommandCodec.encodeCondition(condition));
    }

    /**
     * Guards the messages of a send, which are proposed behind it in the same entry: they are stored unless this send was
     * stored before. The result is then a {@link ApplyResult.SentBefore}, and theirs are {@link ApplyResult.Skipped}.
     *
     * @param topic and queueId where the producer sends to
     * @param timeMs the present time, by which sends are forgotten
     * @param id the unique id of the first message, at most {@value ClientMessageId#MAX_CHARS} characters
     * @param messages how many there are
     */
    public static ProposedRecord sendOnce(String topic, int queueId, long timeMs, String id, int messages) {
        return new SendOnce(topic, queueId, timeMs, ClientMessageId.of(id), messages).toRecord();
    }

    /**
     * Lets a message apply only if the same send was not stored before, by its unique id, which is at most
     * {@value ClientMessageId#MAX_CHARS} characters. It is a send of its own, and goes to the topic and the queue that
     * its producer named. The result is {@link ApplyResult.SentBefore} if it was stored, else that of a message.
     *
     * @param message made by {@link #message}
     */
    public static ProposedRecord messageOnce(ProposedRecord message) {
        if (message instanceof EncodedRecord encoded && encoded.type == RecordType.MESSAGE) {
            return new EncodedRecord(RecordType.MESSAGE_ONCE, encoded.payload);
        }
        throw new IllegalArgumentException("a record of type " + message.type() + " is no message");
    }

    /** Tells where clients reach the leader. */
    public static ProposedRecord leaderAddress(LeaderAddress address) {
        return new EncodedRecord(RecordType.LEADER_ADDRESS, CommandCodec.encodeLeaderAddress(address));
    }

    /** Has every replica digest its log and state as they are behind the entry of this record. */
    public static ProposedRecord verify(VerifyMark mark) {
        return new EncodedRecord(RecordType.VERIFY, CommandCodec.encodeVerify(mark));
    }

    /** Asks for locks on queues, or renews them. Queues that somebody else holds, or that do not exist, are left out. */
    public static ProposedRecord lockQueues(LockRequest request) {
        return new EncodedRecord(RecordType.LOCK_QUEUES, LockCodec.encodeLock(request));
    }

    /** Gives locks back. */
    public static ProposedRecord unlockQueues(UnlockRequest request) {
        return new EncodedRecord(RecordType.UNLOCK_QUEUES, LockCodec.encodeUnlock(request));
    }

    /** Removes the locks that have expired by then. */
    public static ProposedRecord expireLocks(LeaderTime time) {
        return new EncodedRecord(RecordType.EXPIRE_LOCKS, LockCodec.encodeExpire(time));
    }

    static ProposedRecord encoded(byte type, ByteBuffer payload) {
        return new EncodedRecord(type, payload);
    }

    private record EncodedRecord(byte type, ByteBuffer payload) implements ProposedRecord {
        @Override
        public int payloadBytes() {
            return payload.remaining();
        }

        @Override
        public void writePayload(ByteBuffer dst) {
            dst.put(payload.duplicate());
        }
    }
}
