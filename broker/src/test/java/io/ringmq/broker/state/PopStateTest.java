package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Resolved;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.broker.state.PopView.PoppedMessages;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PopStateTest {
    private static final GroupQueue QUEUE = new GroupQueue("g", "t", 0);
    private static final int ENTRY_BYTES = 100_000;

    private MemoryStateStore store = new MemoryStateStore();
    private RingState state = open();
    private long index;

    private RingState open() {
        return new RingState(store, level -> 0, ApplyListener.NONE);
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

    private void reopen() {
        state.flush();
        store = store.crash();
        state = open();
    }

    private static ProposedRecord message(String topic) {
        return Records.message(WireMessages.message(topic, 0, 5, ""));
    }

    private static ProposedRecord take(long expected, long next, long popMs, Long... offsets) {
        return PopRecords.take(new PopTake(QUEUE, expected, next, popMs, 100, List.of(offsets)));
    }

    private static PopBatch batch(long start, long popMs) {
        return new PopBatch(QUEUE, start, popMs);
    }

    private static ProposedRecord ack(PopBatch batch, Long... offsets) {
        return PopRecords.ack(new PopAck(batch, List.of(offsets)));
    }

    private long committed() {
        return state.committedOffset("g", "t", 0);
    }

    @BeforeEach
    void fill() {
        apply(Records.putTopic(TopicConfig.of("t", 1), true));
        for (int i = 0; i < 10; i++) {
            apply(message("t"));
        }
    }

    @Test
    void aPopMovesOnAndTheCommittedOffsetStaysAtWhatIsInFlight() {
        assertEquals(-1, state.pops().nextPopOffset(QUEUE));
        assertEquals(new Applied(true), one(take(-1, 3, 1000, 0L, 1L, 2L)));
        assertEquals(3, state.pops().nextPopOffset(QUEUE));
        assertEquals(3, state.pops().inFlight(QUEUE));
        assertEquals(0, committed());
        assertEquals(new Resolved(1), one(ack(batch(0, 1000), 1L)));
        assertEquals(0, committed(), "0 is in flight");
        assertEquals(new Resolved(1), one(ack(batch(0, 1000), 0L)));
        assertEquals(2, committed());
        assertEquals(new Resolved(1), one(ack(batch(0, 1000), 2L)));
        assertEquals(3, committed());
        assertEquals(0, state.pops().inFlight(QUEUE));
        assertEquals(PopView.NOTHING_IN_FLIGHT, state.pops().earliestDueMs());
    }

    @Test
    void ofTwoPopsFromTheSameOffsetOneTakesEffect() {
        assertInstanceOf(Applied.class, one(take(-1, 2, 1000, 0L, 1L)));
        assertInstanceOf(Rejected.class, one(take(-1, 2, 1001, 0L, 1L)));
        assertInstanceOf(Rejected.class, one(take(0, 2, 1001, 0L, 1L)));
        assertInstanceOf(Applied.class, one(take(2, 4, 1001, 2L, 3L)));
    }

    @Test
    void aPopOfAQueueThatDoesNotExistIsRejected() {
        PopTake take = new PopTake(new GroupQueue("g", "t", 1), -1, 1, 1000, 100, List.of(0L));
        assertInstanceOf(Rejected.class, one(PopRecords.take(take)));
    }

    @Test
    void handlesAreGoodOnce() {
        apply(take(-1, 2, 1000, 0L, 1L));
        assertEquals(new Resolved(0), one(ack(batch(0, 999), 0L)), "another pop time");
        assertEquals(new Resolved(0), one(ack(batch(1, 1000), 1L)), "another start");
        assertEquals(new Resolved(0), one(ack(batch(0, 1000), 7L)), "not of the batch");
        assertEquals(new Resolved(2), one(ack(batch(0, 1000), 0L, 1L, 7L)));
        assertEquals(new Resolved(0), one(ack(batch(0, 1000), 0L)));
    }

    @Test
    void aChangeVoidsTheOldHandleAndMakesANewOne() {
        apply(take(-1, 2, 1000, 0L, 1L));
        PopChange change = new PopChange(batch(0, 1000), 0, 1050, 500);
        assertInstanceOf(Applied.class, one(PopRecords.change(change)));
        assertInstanceOf(Rejected.class, one(PopRecords.change(change)));
        assertEquals(new Resolved(0), one(ack(batch(0, 1000), 0L)));
        assertEquals(1100, state.pops().earliestDueMs(), "message 1 as before");
        assertEquals(
                List.of(
                        new PoppedMessages(batch(0, 1000), 1100, List.of(1L)),
                        new PoppedMessages(batch(0, 1050), 1550, List.of(0L))),
                state.pops().due(2000, 10));
        assertEquals(new Resolved(1), one(ack(batch(0, 1050), 0L)));
        assertEquals(1, committed());
    }

    @Test
    void aRevivalCopiesOnceOrNotAtAll() {
        apply(Records.putTopic(TopicConfig.of("r", 1), true), take(-1, 1, 1000, 0L));
        PopRevival revival = new PopRevival(batch(0, 1000), 0, "r", 0, 1);
        List<ApplyResult> first = apply(PopRecords.revive(revival), message("r"), message("t"));
        assertInstanceOf(Applied.class, first.get(0));
        assertInstanceOf(AppendedMessage.class, first.get(1));
        List<ApplyResult> second = apply(PopRecords.revive(revival), message("r"), message("t"));
        assertInstanceOf(Skipped.class, second.get(0));
        assertInstanceOf(Skipped.class, second.get(1));
        assertInstanceOf(AppendedMessage.class, second.get(2), "guards one record");
        assertEquals(1, state.maxOffset("r", 0));
        assertEquals(new Resolved(0), one(ack(batch(0, 1000), 0L)));
    }

    @Test
    void aRevivalIntoNowhereKeepsTheMessageInFlight() {
        apply(take(-1, 1, 1000, 0L));
        PopRevival revival = new PopRevival(batch(0, 1000), 0, "gone", 0, 1);
        assertInstanceOf(
                Skipped.class,
                apply(PopRecords.revive(revival), message("gone")).get(0));
        assertEquals(1, state.pops().inFlight(QUEUE));
    }

    @Test
    void anOffsetCommittedByOthersIsAReset() {
        apply(take(-1, 4, 1000, 0L, 1L, 2L, 3L), ack(batch(0, 1000), 0L));
        apply(Records.commitOffsets(List.of(new OffsetCommit("g", "t", 0, 1))));
        assertEquals(3, state.pops().inFlight(QUEUE), "that is where the group is");
        apply(Records.commitOffsets(List.of(new OffsetCommit("g", "t", 0, 7))));
        assertEquals(7, state.pops().nextPopOffset(QUEUE));
        assertEquals(0, state.pops().inFlight(QUEUE));
        assertEquals(new Resolved(0), one(ack(batch(0, 1000), 1L)));
        apply(Records.commitOffsets(List.of(new OffsetCommit("g", "t", 0, 0))));
        assertInstanceOf(Applied.class, one(take(0, 1, 1001, 0L)));
        reopen();
        assertEquals(1, state.pops().nextPopOffset(QUEUE));
        assertEquals(1, state.pops().inFlight());
    }

    @Test
    void aGroupThatPulledGoesOnWhereItIs() {
        apply(Records.commitOffsets(List.of(new OffsetCommit("g", "t", 0, 4))));
        assertEquals(4, state.pops().nextPopOffset(QUEUE));
        assertInstanceOf(Rejected.class, one(take(-1, 1, 1000, 0L)));
        assertInstanceOf(Applied.class, one(take(4, 5, 1000, 4L)));
    }

    @Test
    void everythingIsThereAfterACrash() {
        apply(take(-1, 4, 1000, 0L, 2L, 3L), ack(batch(0, 1000), 2L));
        apply(PopRecords.change(new PopChange(batch(0, 1000), 3, 1010, 5)));
        PopMode mode = new PopMode("g", "t", true, 2);
        assertEquals(new Applied(true), one(PopRecords.mode(mode)));
        reopen();
        assertEquals(4, state.pops().nextPopOffset(QUEUE));
        assertEquals(2, state.pops().inFlight());
        assertEquals(1015, state.pops().earliestDueMs());
        assertEquals(
                List.of(
                        new PoppedMessages(batch(3, 1010), 1015, List.of(3L)),
                        new PoppedMessages(batch(0, 1000), 1100, List.of(0L))),
                state.pops().due(Long.MAX_VALUE, 10));
        assertEquals(mode, state.pops().mode("g", "t"));
        assertEquals(new Applied(true), one(PopRecords.mode(new PopMode("g", "t", false, 2))));
        reopen();
        assertEquals(List.of(), state.pops().modes());
    }

    @Test
    void whatIsDeletedTakesItsPopsAlong() {
        apply(take(-1, 1, 1000, 0L), PopRecords.mode(new PopMode("g", "t", true, 0)));
        apply(Records.deleteGroup("g", false));
        assertEquals(0, state.pops().inFlight());
        assertEquals(0, state.pops().nextPopOffset(QUEUE), "what was in flight is delivered again");
        apply(take(0, 1, 1000, 0L), PopRecords.mode(new PopMode("g", "t", true, 0)));
        apply(Records.deleteTopic("t"));
        assertEquals(-1, state.pops().nextPopOffset(QUEUE));
        assertTrue(state.pops().modes().isEmpty());
        reopen();
        assertEquals(-1, state.pops().nextPopOffset(QUEUE));
        assertEquals(PopView.NOTHING_IN_FLIGHT, state.pops().earliestDueMs());
    }
}
