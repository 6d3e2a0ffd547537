package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.QueuesLocked;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.MemoryStateStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueLocksTest {
    private static final TopicQueue Q0 = new TopicQueue("t", 0);
    private static final TopicQueue Q1 = new TopicQueue("t", 1);
    private static final long LIFE_MS = QueueLocks.LIFE_MS;

    private MemoryStateStore store = new MemoryStateStore();
    private RingState state = open();
    private long index;

    private RingState open() {
        return new RingState(store, level -> 0, ApplyListener.NONE);
    }

    private ApplyResult apply(long term, ProposedRecord record) {
        List<ApplyResult> results = new ArrayList<>();
        index++;
        Entry.of(index, term, index * 1_000, List.of(record)).applyTo(state, (ordinal, result) -> results.add(result));
        state.endOfRun();
        return results.get(0);
    }

    @BeforeEach
    void createTopic() {
        apply(1, Records.putTopic(TopicConfig.of("t", 2), false));
    }

    private List<Long> lock(long term, String client, long uptimeMs, TopicQueue... queues) {
        LockRequest request = new LockRequest("g", client, List.of(queues), new LeaderTime(term, uptimeMs));
        return assertInstanceOf(QueuesLocked.class, apply(term, Records.lockQueues(request)))
                .epochs();
    }

    private ApplyResult unlock(String client, TopicQueue... queues) {
        return apply(1, Records.unlockQueues(new UnlockRequest("g", client, List.of(queues))));
    }

    private String owner(TopicQueue queue) {
        return Objects.requireNonNull(state.lock("g", queue.topic(), queue.queueId()))
                .owner();
    }

    @Test
    void theFirstGetsTheQueueAndOthersTheRest() {
        assertEquals(List.of(1L), lock(1, "a", 0, Q0));
        assertEquals(List.of(0L, 2L), lock(1, "b", 10, Q0, Q1));
        assertEquals("a", owner(Q0));
        assertEquals("b", owner(Q1));
        assertTrue(state.holdsLocks("g"));
        assertFalse(state.holdsLocks("other"));
    }

    @Test
    void groupsDoNotKnowOfEachOther() {
        lock(1, "a", 0, Q0);
        LockRequest other = new LockRequest("other", "b", List.of(Q0), new LeaderTime(1, 0));
        assertEquals(new QueuesLocked(List.of(2L)), apply(1, Records.lockQueues(other)));
    }

    @Test
    void aQueueThatDoesNotExistCanNotBeLocked() {
        assertEquals(
                List.of(0L, 0L, 0L),
                lock(1, "a", 0, new TopicQueue("t", 2), new TopicQueue("u", 0), new TopicQueue("t", -1)));
        assertEquals(0, state.lockCount());
    }

    @Test
    void renewingKeepsTheLockAndItsEpoch() {
        assertEquals(List.of(1L), lock(1, "a", 0, Q0));
        assertEquals(List.of(1L), lock(1, "a", LIFE_MS - 1, Q0));
        assertEquals(List.of(0L), lock(1, "b", 2 * LIFE_MS - 2, Q0));
        assertEquals(List.of(2L), lock(1, "b", 2 * LIFE_MS - 1, Q0));
        assertEquals(List.of(0L), lock(1, "a", 2 * LIFE_MS, Q0));
    }

    @Test
    void onlyTheOwnerGivesAQueueBack() {
        lock(1, "a", 0, Q0);
        assertEquals(new Applied(false), unlock("b", Q0));
        assertEquals(new Applied(true), unlock("a", Q0));
        assertEquals(new Applied(false), unlock("a", Q0));
        assertNull(state.lock("g", "t", 0));
        assertEquals(List.of(2L), lock(1, "a", 1, Q0), "whoever comes back is a new owner");
    }

    @Test
    void timeDoesNotGoBackWithinATerm() {
        lock(1, "a", 50_000, Q0);
        lock(1, "b", 10_000, Q1);
        assertEquals(List.of(0L), lock(1, "a", 10_000 + LIFE_MS, Q1), "locked at 50,000, whatever the record says");
        assertEquals(List.of(3L), lock(1, "a", 50_000 + LIFE_MS, Q1));
    }

    @Test
    void aNewLeaderCountsFromItsOwnStart() {
        lock(1, "a", 1_000_000, Q0);
        // It counts from elsewhere, ahead of the former leader or behind it: nobody can know.
        assertEquals(List.of(0L), lock(2, "b", 9_000_000, Q0));
        assertEquals(List.of(0L), lock(2, "b", 9_000_000 + LIFE_MS - 1, Q0));
        assertEquals(List.of(0L), lock(3, "b", 5, Q0), "and again");
        assertEquals(List.of(0L), lock(3, "b", 5 + LIFE_MS - 1, Q0));
        assertEquals(List.of(2L), lock(3, "b", 5 + LIFE_MS, Q0));
    }

    @Test
    void anOwnerKeepsItsLockOverAFailover() {
        lock(1, "a", 1_000_000, Q0);
        assertEquals(List.of(1L), lock(2, "a", 7, Q0));
        assertEquals(List.of(0L), lock(2, "b", 7 + LIFE_MS - 1, Q0));
    }

    @Test
    void aTimeOfAnotherTermDoesNotCount() {
        lock(1, "a", 0, Q0);
        LockRequest stale = new LockRequest("g", "b", List.of(Q0, Q1), new LeaderTime(1, 10 * LIFE_MS));
        assertInstanceOf(Rejected.class, apply(2, Records.lockQueues(stale)));
        assertInstanceOf(Rejected.class, apply(2, Records.expireLocks(new LeaderTime(1, 10 * LIFE_MS))));
        assertEquals("a", owner(Q0));
        assertNull(state.lock("g", "t", 1));
    }

    @Test
    void expiredLocksAreRemovedAndNoEpochComesTwice() {
        lock(1, "a", 0, Q0);
        lock(1, "b", 20_000, Q1);
        assertFalse(state.anyLockExpired(new LeaderTime(1, LIFE_MS - 1)));
        assertTrue(state.anyLockExpired(new LeaderTime(1, LIFE_MS)));
        assertEquals(new Applied(true), apply(1, Records.expireLocks(new LeaderTime(1, LIFE_MS))));
        assertNull(state.lock("g", "t", 0));
        assertEquals("b", owner(Q1));
        assertEquals(new Applied(true), apply(1, Records.expireLocks(new LeaderTime(1, 3 * LIFE_MS))));
        assertFalse(state.holdsLocks("g"));
        assertEquals(List.of(3L), lock(1, "a", 3 * LIFE_MS, Q0));
    }

    @Test
    void theFirstTimeOfATermStartsItsCount() {
        lock(1, "a", 0, Q0);
        assertFalse(state.anyLockExpired(new LeaderTime(2, 10 * LIFE_MS)));
        assertEquals(new Applied(false), apply(2, Records.expireLocks(new LeaderTime(2, 500))));
        assertEquals(List.of(2L), lock(2, "b", 500 + LIFE_MS, Q0));
    }

    @Test
    void aDeletedTopicDoesNotFreeItsQueues() {
        lock(1, "a", 0, Q0);
        apply(1, Records.deleteTopic("t"));
        apply(1, Records.deleteGroup("g", true));
        assertEquals(List.of(0L), lock(1, "a", 1, Q0), "there is nothing to consume");
        apply(1, Records.putTopic(TopicConfig.of("t", 2), false));
        assertEquals(List.of(0L), lock(1, "b", 2, Q0), "the owner may still be at work on the old one");
        assertEquals(List.of(1L), lock(1, "a", 3, Q0));
    }

    @Test
    void locksSurviveARestart() {
        lock(1, "a", 0, Q0);
        lock(1, "b", 10, Q1);
        unlock("b", Q1);
        state.flush();
        store = store.crash();
        state = open();
        assertEquals("a", owner(Q0));
        assertEquals(1, state.lockCount());
        assertEquals(List.of(0L), lock(1, "b", LIFE_MS - 1, Q0));
        assertEquals(List.of(3L), lock(1, "b", LIFE_MS, Q0));
    }

    @Test
    void aRequestIsBounded() {
        List<TopicQueue> tooMany = Collections.nCopies(LockRequest.MAX_QUEUES + 1, Q0);
        assertThrows(IllegalArgumentException.class, () -> new UnlockRequest("g", "a", tooMany));
        assertThrows(IllegalArgumentException.class, () -> new LockRequest("g", "a", tooMany, new LeaderTime(1, 0)));
    }
}
