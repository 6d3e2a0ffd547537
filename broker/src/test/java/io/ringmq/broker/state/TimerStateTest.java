package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.broker.state.TimerView.PendingTimer;
import io.ringmq.broker.state.TimerView.Upcoming;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerStateTest {
    private static final int ENTRY_BYTES = 100_000;
    private static final int MANY = 1_000;
    private static final int MUCH = 1 << 20;

    private final List<Long> heard = new ArrayList<>();
    private MemoryStateStore store = new MemoryStateStore();
    private RingState state = open();
    private long index;

    private RingState open() {
        return new RingState(store, level -> 0, new ApplyListener() {
            @Override
            public void timersSet(long earliestDueMs) {
                heard.add(earliestDueMs);
            }
        });
    }

    private List<ApplyResult> apply(ProposedRecord... records) {
        List<ApplyResult> results = new ArrayList<>();
        index++;
        Entry.of(index, index * ENTRY_BYTES, List.of(records)).applyTo(state, (ordinal, result) -> results.add(result));
        state.endOfRun();
        return results;
    }

    private ApplyResult one(ProposedRecord record) {
        return apply(record).get(0);
    }

    private static ProposedRecord set(String topic, long dueMs, String id) {
        return TimerRecords.set(
                dueMs,
                TimerRecords.idHash(topic, id),
                WireMessages.message(topic, 0, 5, "TAGS\1x\2UNIQ_KEY\1" + id + "\2"));
    }

    private static ProposedRecord recall(long dueMs, String id) {
        return TimerRecords.recall(new TimerRecall(dueMs, "t", id));
    }

    private Upcoming upcoming(long nowMs) {
        return state.timers().upcoming(nowMs, MANY, MUCH);
    }

    private ApplyResult fire(PendingTimer timer) {
        return apply(
                        TimerRecords.fire(new TimerFiring(timer.key(), timer.idHash(), 1)),
                        Records.message(timer.message()))
                .get(1);
    }

    @BeforeEach
    void makeTopic() {
        apply(Records.putTopic(TopicConfig.of("t", 1), true));
    }

    @Test
    void aTimedMessageWaitsOutsideOfItsQueue() {
        AppendedMessage set = assertInstanceOf(AppendedMessage.class, one(set("t", 1_000, "a")));
        assertEquals(0, set.queueOffset());
        assertEquals(0, state.maxOffset("t", 0));
        assertEquals(1, state.timers().pending());
        assertEquals(new Upcoming(List.of(), 1_000), upcoming(999));
        PendingTimer due = upcoming(1_000).due().get(0);
        assertEquals(new TimerKey(1_000, set.physicalOffset()), due.key());
        assertEquals(WireMessages.message("t", 0, 5, "TAGS\1x\2UNIQ_KEY\1a\2"), due.message());
        assertEquals(List.of(1_000L), heard);
    }

    @Test
    void itIsDeliveredOnce() {
        apply(set("t", 1_000, "a"));
        PendingTimer due = upcoming(1_000).due().get(0);
        assertInstanceOf(AppendedMessage.class, fire(due));
        assertInstanceOf(Skipped.class, fire(due));
        assertEquals(1, state.maxOffset("t", 0));
        assertEquals(0, state.timers().pending());
        assertEquals(new Upcoming(List.of(), TimerView.NOTHING_WAITS), upcoming(5_000));
    }

    @Test
    void twoFiringsInOneEntryDeliverOnce() {
        apply(set("t", 1_000, "a"));
        PendingTimer due = upcoming(1_000).due().get(0);
        ProposedRecord firing = TimerRecords.fire(new TimerFiring(due.key(), due.idHash(), 1));
        ProposedRecord message = Records.message(due.message());
        List<ApplyResult> results = apply(firing, message, firing, message);
        assertInstanceOf(AppendedMessage.class, results.get(1));
        assertEquals(List.of(new Skipped(), new Skipped()), results.subList(2, 4));
    }

    @Test
    void theOrderIsThatOfTimeAndThenOfSending() {
        apply(set("t", 2_000, "c"), set("t", 1_000, "a"));
        apply(set("t", 1_000, "b"));
        List<Long> times =
                upcoming(9_000).due().stream().map(timer -> timer.key().dueMs()).toList();
        assertEquals(List.of(1_000L, 1_000L, 2_000L), times);
        Upcoming first = state.timers().upcoming(9_000, 2, MUCH);
        assertEquals(2, first.due().size());
        assertEquals(2_000, first.nextDueMs());
        assertEquals(1, state.timers().upcoming(9_000, MANY, 1).due().size(), "at least one, however large");
        assertEquals(List.of(1_000L, 1_000L), heard);
    }

    @Test
    void whatIsSetBelowTheLastOneDeliveredIsFound() {
        apply(set("t", 5_000, "late"));
        fire(upcoming(5_000).due().get(0));
        assertEquals(TimerView.NOTHING_WAITS, upcoming(9_000).nextDueMs());
        apply(set("t", 2_000, "early"));
        assertEquals(2_000, upcoming(1_000).nextDueMs());
    }

    @Test
    void aRecalledMessageIsNeverDelivered() {
        apply(set("t", 1_000, "a"), set("t", 1_000, "b"));
        PendingTimer due = upcoming(1_000).due().get(0);
        assertEquals(new Applied(true), one(recall(1_000, "a")));
        assertInstanceOf(Skipped.class, fire(due));
        assertEquals(1, state.timers().pending());
        assertEquals(new Applied(false), one(recall(1_000, "a")), "once more, to the same end");
    }

    @Test
    void aRecallAfterDeliveryIsRefused() {
        apply(set("t", 1_000, "a"));
        fire(upcoming(1_000).due().get(0));
        assertEquals(
                Reason.NOT_WAITING,
                assertInstanceOf(Rejected.class, one(recall(1_000, "a"))).reason());
    }

    @Test
    void aRecallMeansOneTopicOneTimeAndOneId() {
        apply(set("t", 1_000, "a"));
        assertEquals(new Applied(false), one(recall(1_001, "a")));
        assertEquals(new Applied(false), one(recall(1_000, "b")));
        assertEquals(new Applied(false), one(TimerRecords.recall(new TimerRecall(1_000, "u", "a"))));
        assertEquals(1, state.timers().pending());
    }

    @Test
    void aRecallTakesAllCopiesAlsoThoseOfTheSameRun() {
        apply(set("t", 1_000, "a"));
        List<ApplyResult> results = apply(set("t", 1_000, "a"), recall(1_000, "a"), recall(1_000, "a"));
        assertEquals(List.of(new Applied(true), new Applied(false)), results.subList(1, 3));
        assertEquals(0, state.timers().pending());
        assertEquals(TimerView.NOTHING_WAITS, upcoming(9_000).nextDueMs());
    }

    @Test
    void anIdOfTheSameHashIsNotEnough() {
        long hash = TimerRecords.idHash("t", "a");
        apply(TimerRecords.set(1_000, hash, WireMessages.message("t", 0, 5, "UNIQ_KEY\1other\2")));
        assertEquals(new Applied(false), one(recall(1_000, "a")));
        assertEquals(1, state.timers().pending());
    }

    @Test
    void itNeedsATopicAndAQueue() {
        assertEquals(
                Reason.UNKNOWN_TOPIC,
                assertInstanceOf(Rejected.class, one(set("u", 1_000, "a"))).reason());
        ProposedRecord beyond = TimerRecords.set(1_000, 1, WireMessages.message("t", 9, 5, "UNIQ_KEY\1a\2"));
        assertEquals(
                Reason.UNKNOWN_QUEUE,
                assertInstanceOf(Rejected.class, one(beyond)).reason());
        assertEquals(0, state.timers().pending());
    }

    @Test
    void whatWaitsAndWhatWasDeliveredSurvivesARestart() {
        apply(set("t", 1_000, "a"), set("t", 2_000, "b"), set("t", 3_000, "c"));
        fire(upcoming(1_000).due().get(0));
        state.flush();
        store = store.crash();
        state = open();
        assertEquals(2, state.timers().pending());
        assertEquals(2_000, upcoming(1_500).nextDueMs());
        assertInstanceOf(Rejected.class, one(recall(1_000, "a")));
        assertEquals(new Applied(true), one(recall(3_000, "c")));
    }
}
