package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.PoppedInOrder;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Resolved;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderedPopStateTest {
    private static final GroupQueue QUEUE = new GroupQueue("g", "t", 0);
    private static final int ENTRY_BYTES = 100_000;
    private static final long INVISIBLE_MS = 100;

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

    private static ProposedRecord take(String attempt, long expected, long next, long popMs, Long... offsets) {
        return PopRecords.takeInOrder(
                new PopOrderedTake(new PopTake(QUEUE, expected, next, popMs, INVISIBLE_MS, List.of(offsets)), attempt));
    }

    private static ProposedRecord ack(long popMs, Long... offsets) {
        return PopRecords.ackInOrder(new PopAck(new PopBatch(QUEUE, offsets[0], popMs), List.of(offsets)));
    }

    private static ProposedRecord change(long popMs, long offset, long nowMs, long invisibleMs) {
        return PopRecords.changeInOrder(new PopChange(new PopBatch(QUEUE, offset, popMs), offset, nowMs, invisibleMs));
    }

    private long next() {
        return state.pops().nextPopOffset(QUEUE);
    }

    private long committed() {
        return state.committedOffset("g", "t", 0);
    }

    @BeforeEach
    void fill() {
        apply(Records.putTopic(TopicConfig.of("t", 1), true));
        for (int i = 0; i < 10; i++) {
            apply(Records.message(WireMessages.message("t", 0, 5, "")));
        }
    }

    @Test
    void theQueueIsHeldUntilAllIsAcknowledged() {
        assertEquals(new PoppedInOrder(List.of(0, 0, 0)), one(take("", -1, 3, 1000, 0L, 1L, 2L)));
        assertEquals(0, next(), "the next pop is that of the same messages");
        assertEquals(3, state.pops().inFlight(QUEUE));
        assertInstanceOf(Rejected.class, one(take("", 0, 3, 1099, 0L, 1L, 2L)));
        assertInstanceOf(Rejected.class, one(take("", 3, 4, 1099, 3L)));
        assertEquals(new Resolved(2), one(ack(1000, 0L, 2L)));
        assertEquals(1, committed());
        assertInstanceOf(Rejected.class, one(take("", 1, 4, 1099, 1L)));
        assertEquals(new Resolved(1), one(ack(1000, 1L)));
        assertEquals(3, committed());
        assertEquals(0, state.pops().inFlight());
        assertNull(state.pops().ordered(QUEUE));
        assertEquals(new PoppedInOrder(List.of(0)), one(take("", 3, 4, 1001, 3L)));
    }

    @Test
    void afterTheInvisibleTimeItBeginsAtTheFirstThatIsNotAcknowledged() {
        apply(take("", -1, 3, 1000, 0L, 1L, 2L), ack(1000, 0L));
        assertEquals(1, next());
        assertEquals(new PoppedInOrder(List.of(1, 1, 0)), one(take("", 1, 4, 1100, 1L, 2L, 3L)));
        assertEquals(new Resolved(0), one(ack(1000, 1L)), "the old handle is void");
        assertEquals(3, state.pops().inFlight());
        assertEquals(new PoppedInOrder(List.of(2)), one(take("", 1, 2, 1200, 1L)));
        assertEquals(new Resolved(1), one(ack(1200, 1L)));
        assertEquals(2, next(), "what was not taken again is next");
        assertEquals(2, committed());
    }

    @Test
    void nothingOfItIsRevived() {
        apply(take("", -1, 3, 1000, 0L, 1L, 2L));
        assertEquals(List.of(), state.pops().due(Long.MAX_VALUE, 10));
        assertEquals(PopView.NOTHING_IN_FLIGHT, state.pops().earliestDueMs());
    }

    @Test
    void theSameAttemptGetsTheSameMessagesAndDoesNotCount() {
        apply(take("a", -1, 2, 1000, 0L, 1L));
        assertInstanceOf(Rejected.class, one(take("b", 0, 2, 1010, 0L, 1L)), "another attempt");
        assertInstanceOf(Rejected.class, one(take("a", 0, 2, 1000, 0L, 1L)), "at the same time");
        assertEquals(new PoppedInOrder(List.of(0, 0)), one(take("a", 0, 2, 1010, 0L, 1L)));
        assertInstanceOf(Rejected.class, one(take("b", 0, 2, 1109, 0L, 1L)), "invisible for another time");
        assertEquals(new PoppedInOrder(List.of(1, 1)), one(take("b", 0, 2, 1110, 0L, 1L)));
        assertEquals(new PoppedInOrder(List.of(1, 1)), one(take("b", 0, 2, 1111, 0L, 1L)));
        assertEquals(new Resolved(0), one(ack(1110, 0L, 1L)));
        assertEquals(new Resolved(2), one(ack(1111, 0L, 1L)));
    }

    @Test
    void anotherInvisibleTimeHoldsTheQueueLongerOrFreesIt() {
        apply(take("", -1, 2, 1000, 0L, 1L), ack(1000, 0L));
        assertInstanceOf(Rejected.class, one(change(1000, 0, 1050, 500)), "acknowledged");
        assertInstanceOf(Rejected.class, one(change(999, 1, 1050, 500)), "another pop");
        assertEquals(new Applied(true), one(change(1000, 1, 1050, 500)));
        assertInstanceOf(Rejected.class, one(take("", 1, 2, 1549, 1L)));
        assertEquals(new Applied(true), one(change(1000, 1, 1060, 0)));
        assertEquals(new PoppedInOrder(List.of(1)), one(take("", 1, 2, 1060, 1L)));
    }

    @Test
    void acknowledgingTwiceIsNoError() {
        apply(take("", -1, 2, 1000, 0L, 1L), ack(1000, 1L));
        assertEquals(new Resolved(1), one(ack(1000, 1L)));
        assertEquals(0, committed());
        assertEquals(new Resolved(0), one(ack(1000, 7L)), "not of the batch");
    }

    @Test
    void whoPopsWithoutOrderWaitsTooAndTakesOver() {
        apply(take("", -1, 2, 1000, 0L, 1L), ack(1000, 0L));
        PopTake early = new PopTake(QUEUE, 1, 3, 1099, INVISIBLE_MS, List.of(1L, 2L));
        assertInstanceOf(Rejected.class, one(PopRecords.take(early)));
        PopTake late = new PopTake(QUEUE, 1, 3, 1100, INVISIBLE_MS, List.of(1L, 2L));
        assertEquals(new Applied(true), one(PopRecords.take(late)));
        assertNull(state.pops().ordered(QUEUE));
        assertEquals(2, state.pops().inFlight());
        assertEquals(3, next());
        assertEquals(1, committed());
        assertEquals(new PoppedInOrder(List.of(0)), one(take("", 3, 4, 1101, 3L)));
        assertEquals(3, state.pops().inFlight());
        assertEquals(1, committed());
    }

    @Test
    void aPopWithoutAMessageMovesOn() {
        assertEquals(new PoppedInOrder(List.of()), one(take("", -1, 5, 1000)));
        assertEquals(5, next());
        assertEquals(5, committed());
        assertNull(state.pops().ordered(QUEUE));
    }

    @Test
    void aResetFreesTheQueue() {
        apply(take("", -1, 3, 1000, 0L, 1L, 2L));
        apply(Records.resetOffsets(List.of(new OffsetCommit("g", "t", 0, 7))));
        assertEquals(7, next());
        assertEquals(0, state.pops().inFlight());
        assertEquals(new Resolved(0), one(ack(1000, 0L)));
        assertEquals(7, committed());
    }

    @Test
    void everythingIsThereAfterACrash() {
        apply(take("a", -1, 3, 1000, 0L, 1L, 2L));
        apply(take("b", 0, 3, 1100, 0L, 1L, 2L), ack(1100, 0L), change(1100, 2, 1110, 400));
        OrderedBatch before = state.pops().ordered(QUEUE);
        reopen();
        assertNotNull(before);
        assertEquals(before, state.pops().ordered(QUEUE));
        assertEquals(2, state.pops().inFlight());
        assertEquals(1, next());
        assertEquals(1510, before.blockedUntilMs());
        assertEquals(new PoppedInOrder(List.of(2, 2)), one(take("", 1, 3, 1510, 1L, 2L)));
        apply(ack(1510, 1L, 2L));
        reopen();
        assertNull(state.pops().ordered(QUEUE));
        assertEquals(3, next());
        assertEquals(0, state.pops().inFlight());
    }

    @Test
    void whatIsDeletedTakesItAlong() {
        apply(take("", -1, 2, 1000, 0L, 1L));
        apply(Records.deleteGroup("g", false));
        assertEquals(0, state.pops().inFlight());
        assertNull(state.pops().ordered(QUEUE));
        assertEquals(new PoppedInOrder(List.of(0, 0)), one(take("", 0, 2, 1001, 0L, 1L)));
        apply(Records.deleteTopic("t"));
        assertEquals(-1, next());
        reopen();
        assertEquals(0, state.pops().inFlight());
        assertNull(state.pops().ordered(QUEUE));
    }

    @Test
    void aPopOfAQueueThatDoesNotExistIsRejected() {
        PopTake take = new PopTake(new GroupQueue("g", "t", 1), -1, 1, 1000, 100, List.of(0L));
        assertInstanceOf(Rejected.class, one(PopRecords.takeInOrder(new PopOrderedTake(take, ""))));
    }
}
