package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.OffsetsCommitted;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.queue.Boundary;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.MalformedRecordException;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import io.ringmq.store.state.MemoryStateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingStateTest {

    private static final long ENTRY_BYTES = 10_000;

    private final List<String> heard = new ArrayList<>();
    private MemoryStateStore store = new MemoryStateStore();
    private RingState state = open();
    private long index;

    private RingState open() {
        return new RingState(store, level -> level * 1000L, new ApplyListener() {
            @Override
            public void messagesArrived(String topic, int queueId, long maxOffset) {
                heard.add(topic + "/" + queueId + " to " + maxOffset);
            }

            @Override
            public void topicsChanged() {
                heard.add("topics");
            }

            @Override
            public void groupsChanged() {
                heard.add("groups");
            }

            @Override
            public void leaderAnnounced(LeaderAddress address) {
                heard.add("leader " + address.hostAndPort());
            }
        });
    }

    private List<ApplyResult> apply(ProposedRecord... records) {
        List<ApplyResult> results = new ArrayList<>();
        index++;
        Entry.of(index, index * ENTRY_BYTES, List.of(records)).applyTo(state, (ordinal, result) -> {
            assertEquals(results.size(), ordinal);
            results.add(result);
        });
        return results;
    }

    private List<ApplyResult> applyRun(ProposedRecord... records) {
        List<ApplyResult> results = apply(records);
        state.endOfRun();
        return results;
    }

    private static ProposedRecord message(String topic, int queueId) {
        return Records.message(WireMessages.message(topic, queueId, 500, WireMessages.tags("a")));
    }

    private static ProposedRecord topic(String name, int queues) {
        return Records.putTopic(TopicConfig.of(name, queues), false);
    }

    @Test
    void aMessageThatIsToBeStoredOnceIsAMessage() {
        ProposedRecord once = Records.messageOnce(message("t", 1));
        assertEquals(
                Reason.UNKNOWN_TOPIC,
                assertInstanceOf(Rejected.class, apply(once).get(0)).reason());
        applyRun(topic("t", 1));
        assertEquals(
                Reason.UNKNOWN_QUEUE,
                assertInstanceOf(Rejected.class, apply(once).get(0)).reason());
        applyRun(topic("t", 2));
        AppendedMessage stored =
                assertInstanceOf(AppendedMessage.class, applyRun(once).get(0), "it was refused before");
        SentBefore before = new SentBefore(1, stored.queueOffset(), stored.physicalOffset(), 1);
        assertEquals(List.of(before), applyRun(Records.messageOnce(message("t", 0))));
        assertEquals(1, state.maxOffset("t", 1));
        assertEquals(0, state.maxOffset("t", 0));
        for (String key : WireMessages.KEYS) {
            assertEquals(
                    1,
                    state.messagesWithKey("t", key, 0, 1_000, Long.MAX_VALUE, 9).size());
        }
    }

    @Test
    void aMessageWithoutAnIdIsStoredAsOftenAsItIsSent() {
        applyRun(topic("t", 1));
        ProposedRecord anonymous = Records.messageOnce(Records.message(WireMessages.message("t", 0, 500, "")));
        applyRun(anonymous, anonymous);
        assertEquals(2, state.maxOffset("t", 0));
        ProposedRecord malformed = Records.messageOnce(Records.message(ByteBuffer.allocate(4)));
        assertEquals(
                Reason.MALFORMED_MESSAGE,
                assertInstanceOf(Rejected.class, applyRun(malformed).get(0)).reason());
        assertThrows(IllegalArgumentException.class, () -> Records.messageOnce(topic("t", 1)));
    }

    @Test
    void messagesGetDenseOffsetsInTheirQueue() {
        applyRun(topic("t", 2));
        ProposedRecord message = message("t", 0);
        List<ApplyResult> results = applyRun(message, message("t", 1), message);
        long first = 2 * ENTRY_BYTES + RecordFormat.HEADER_BYTES;
        int size = message.payloadBytes();
        int step = RecordFormat.sizeOf(message);
        assertEquals(
                List.of(
                        new AppendedMessage(0, first, size),
                        new AppendedMessage(0, first + step, size),
                        new AppendedMessage(1, first + 2L * step, size)),
                results);
        assertEquals(
                List.of(
                        new QueueEntry(0, first, size, "a".hashCode(), 500),
                        new QueueEntry(1, first + 2L * step, size, "a".hashCode(), 500)),
                state.read("t", 0, 0, 10));
        assertEquals(2, state.maxOffset("t", 0));
        assertEquals(2, state.offsetByTimestamp("t", 0, 501, Boundary.LOWER));
    }

    @Test
    void messagesAreReadableAtTheEndOfTheirRun() {
        applyRun(topic("t", 1));
        apply(message("t", 0));
        assertEquals(0, state.maxOffset("t", 0));
        assertEquals(1, state.appliedIndex());
        apply(message("t", 0));
        state.endOfRun();
        assertEquals(2, state.read("t", 0, 0, 10).size());
        assertEquals(3, state.appliedIndex());
    }

    @Test
    void theListenerHearsWhatChangedOncePerRun() {
        apply(topic("t", 2), Records.putGroup(GroupConfig.of("g"), true));
        apply(message("t", 0), message("t", 1), message("t", 0));
        apply(message("t", 0), Records.leaderAddress(new LeaderAddress(1, "h", 9, "n0")));
        assertEquals(List.of(), heard);
        state.endOfRun();
        assertEquals(List.of("t/0 to 3", "t/1 to 1", "topics", "groups", "leader h:9"), heard);
        state.endOfRun();
        assertEquals(5, heard.size());
    }

    @Test
    void messagesThatHaveNoPlaceAreRejected() {
        applyRun(topic("t", 1));
        List<ApplyResult> results = applyRun(
                message("other", 0), message("t", 1), message("t", -1), Records.message(ByteBuffer.allocate(20)));
        List<Reason> reasons = new ArrayList<>();
        results.forEach(
                result -> reasons.add(assertInstanceOf(Rejected.class, result).reason()));
        assertEquals(
                List.of(Reason.UNKNOWN_TOPIC, Reason.UNKNOWN_QUEUE, Reason.UNKNOWN_QUEUE, Reason.MALFORMED_MESSAGE),
                reasons);
        assertEquals(0, state.maxOffset("t", 0));
    }

    @Test
    void aDelayedMessageIsIndexedByItsDeliveryTime() {
        applyRun(topic(SystemTopics.SCHEDULE, 18), message(SystemTopics.SCHEDULE, 2));
        assertEquals(3500, state.read(SystemTopics.SCHEDULE, 2, 0, 1).get(0).tagHash());
    }

    @Test
    void aTopicCreatedAnewStartsEmpty() {
        ProposedRecord commit = Records.commitOffsets(List.of(new OffsetCommit("g", "t", 0, 1)));
        applyRun(topic("t", 1), message("t", 0), commit);
        List<ApplyResult> results = applyRun(
                message("t", 0), Records.deleteTopic("t"), message("t", 0), commit, topic("t", 1), message("t", 0));
        assertEquals(new Applied(true), results.get(1));
        assertInstanceOf(Rejected.class, results.get(2));
        assertEquals(new OffsetsCommitted(0, 1), results.get(3));
        assertEquals(0, assertInstanceOf(AppendedMessage.class, results.get(5)).queueOffset());
        assertEquals(1, state.read("t", 0, 0, 10).size());
        assertEquals(-1, state.committedOffset("g", "t", 0));
        assertEquals(3, state.topicVersion());
    }

    @Test
    void queuesBeyondASmallerCountKeepTheirMessages() {
        applyRun(topic("t", 4), message("t", 3));
        applyRun(topic("t", 1));
        assertEquals(1, state.read("t", 3, 0, 10).size());
        assertEquals(List.of(new Applied(false)), applyRun(Records.putTopic(TopicConfig.of("t", 9), true)));
        TopicConfig config = state.topic("t");
        assertEquals(1, config == null ? -1 : config.readQueues());
    }

    @Test
    void offsetsMayMoveBackAndGoWithTheirGroup() {
        applyRun(topic("t", 2), Records.putGroup(GroupConfig.of("g"), false));
        applyRun(Records.commitOffsets(List.of(new OffsetCommit("g", "t", 0, 9), new OffsetCommit("g", "t", 1, 4))));
        applyRun(Records.commitOffsets(List.of(new OffsetCommit("g", "t", 0, 5), new OffsetCommit("g2", "t", 0, 1))));
        assertEquals(Map.of(new TopicQueue("t", 0), 5L, new TopicQueue("t", 1), 4L), state.committedOffsets("g"));
        assertEquals(Set.of("g", "g2"), state.groupsConsuming("t"));
        applyRun(Records.deleteGroup("g", false));
        assertNull(state.group("g"));
        assertEquals(5, state.committedOffset("g", "t", 0));
        assertEquals(List.of(new Applied(true)), applyRun(Records.deleteGroup("g", true)));
        assertEquals(Set.of("g2"), state.groupsConsuming("t"));
        assertEquals(List.of(new Applied(false)), applyRun(Records.deleteGroup("g", true)));
    }

    @Test
    void aConditionLetsItsRecordsApplyOnce() {
        applyRun(topic("t", 1), topic("delayed", 1));
        ProposedRecord condition = Records.condition(new OffsetCondition("mover", "delayed", 0, -1, 1, 2));
        List<ApplyResult> first = applyRun(condition, message("t", 0), message("t", 0), message("t", 0));
        assertEquals(new Applied(true), first.get(0));
        assertEquals(3, state.maxOffset("t", 0));
        List<ApplyResult> again = applyRun(condition, message("t", 0), message("t", 0), message("t", 0));
        assertEquals(List.of(new Skipped(), new Skipped(), new Skipped()), again.subList(0, 3));
        assertInstanceOf(AppendedMessage.class, again.get(3));
        assertEquals(1, state.committedOffset("mover", "delayed", 0));
    }

    @Test
    void aSkippedConditionSkipsItsRecordsToo() {
        applyRun(topic("t", 1));
        ProposedRecord fails = Records.condition(new OffsetCondition("g", "t", 0, 7, 8, 1));
        ProposedRecord wouldHold = Records.condition(new OffsetCondition("g", "t", 0, -1, 1, 2));
        applyRun(fails, wouldHold, message("t", 0), message("t", 0), message("t", 0));
        assertEquals(1, state.maxOffset("t", 0));
        assertEquals(-1, state.committedOffset("g", "t", 0));
    }

    @Test
    void anEarlierLeaderCannotAnnounceItselfAnyMore() {
        applyRun(Records.leaderAddress(new LeaderAddress(2, "h2", 9, "n1")));
        assertEquals(
                Reason.STALE_TERM,
                assertInstanceOf(
                                Rejected.class,
                                applyRun(Records.leaderAddress(new LeaderAddress(1, "h1", 9, "n0")))
                                        .get(0))
                        .reason());
        assertEquals(new LeaderAddress(2, "h2", 9, "n1"), state.leaderAddress());
    }

    @Test
    void aStateThatFailedRefusesToGoOn() {
        applyRun(topic("t", 1));
        Entry damaged = new Entry(2, 1, 0, ByteBuffer.allocate(5));
        assertThrows(MalformedRecordException.class, () -> damaged.applyTo(state, ResultSink.NONE));
        assertThrows(IllegalStateException.class, () -> state.endOfRun());
        store = store.crash();
        assertEquals(0, open().appliedIndex());
    }

    @Test
    void entriesComeInOrder() {
        applyRun(topic("t", 1));
        Entry again = Entry.of(1, 0, List.of());
        assertThrows(IllegalStateException.class, () -> again.applyTo(state, ResultSink.NONE));
    }

    @Test
    void systemTopicsCanAllBePut() {
        for (TopicConfig config : SystemTopics.topics("cluster", "ring", 18)) {
            applyRun(Records.putTopic(config, true));
        }
        SystemTopics.groups().forEach(group -> applyRun(Records.putGroup(group, true)));
        applyRun(Records.putTopic(SystemTopics.autoCreate(8), true));
        assertEquals(12, state.topics().size());
        assertEquals(SystemTopics.groups().size(), state.groups().size());
        assertEquals(
                18,
                state.topics().stream()
                        .filter(config -> config.name().equals(SystemTopics.SCHEDULE))
                        .mapToInt(TopicConfig::queues)
                        .sum());
    }
}
