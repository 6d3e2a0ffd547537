package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AccumulatorTest {

    private static final int MAX_PROPOSAL_BYTES = 8192;
    private static final AccumulatorOptions OPTIONS = new AccumulatorOptions(2, 1024, 4096);

    private final List<ProposalBatch> proposed = new ArrayList<>();
    private final List<Long> terms = new ArrayList<>();
    private final Accumulator accumulator = new Accumulator(
            OPTIONS,
            MAX_PROPOSAL_BYTES,
            (batch, term) -> {
                proposed.add(batch);
                terms.add(term);
            },
            () -> new NotLeaderException("g", null));

    private Outcome propose(String... texts) {
        return propose(Runnable::run, texts);
    }

    private Outcome propose(Executor departures, String... texts) {
        Outcome outcome = new Outcome();
        accumulator.propose(List.of(texts).stream().map(TextRecord::new).toList(), outcome, departures);
        return outcome;
    }

    private BatchClosure closure(int batch) {
        return new BatchClosure(proposed.get(batch), accumulator, () -> new NotLeaderException("g", null));
    }

    private static List<String> texts(ProposalBatch batch) {
        return TextRecord.texts(batch.body());
    }

    @Test
    void leavesAtOnceWhileFewAreInFlightThenCollects() {
        accumulator.start(7);
        propose("a");
        propose("b");
        propose("c");
        propose("d", "e");
        assertEquals(2, proposed.size());
        closure(0).run(Status.OK());
        assertEquals(3, proposed.size());
        assertEquals(List.of("a"), texts(proposed.get(0)));
        assertEquals(List.of("c", "d", "e"), texts(proposed.get(2)));
        assertEquals(List.of(7L, 7L, 7L), terms);
    }

    @Test
    void whatAPassOfAnEventLoopBringsSharesAnEntry() {
        ArrayDeque<Runnable> loop = new ArrayDeque<>();
        accumulator.start(1);
        propose(loop::add, "a");
        propose(loop::add, "b");
        propose("c");
        assertEquals(List.of(), proposed);
        assertEquals(1, loop.size());
        loop.remove().run();
        assertEquals(List.of("a", "b", "c"), texts(proposed.get(0)));
        propose(loop::add, "d");
        closure(0).run(Status.OK());
        assertEquals(1, proposed.size());
        loop.remove().run();
        assertEquals(List.of("d"), texts(proposed.get(1)));
        assertEquals(0, loop.size());
    }

    @Test
    void nothingWaitsForAnEventLoopThatHasEnded() {
        Executor ended = task -> {
            throw new RejectedExecutionException("ended");
        };
        accumulator.start(1);
        propose(ended, "a");
        assertEquals(List.of("a"), texts(proposed.get(0)));
    }

    @Test
    void aDepartureAfterTheEndOfTheTermProposesNothing() {
        ArrayDeque<Runnable> loop = new ArrayDeque<>();
        accumulator.start(1);
        Outcome outcome = propose(loop::add, "a");
        accumulator.stop();
        loop.remove().run();
        assertEquals(List.of(), proposed);
        assertInstanceOf(NotLeaderException.class, outcome.failure());
        accumulator.start(2);
        propose("b");
        assertEquals(List.of("b"), texts(proposed.get(0)));
    }

    @Test
    void eachProposalGetsItsOwnResults() {
        accumulator.start(1);
        propose("x");
        propose("x");
        Outcome first = propose("a");
        Outcome second = propose("b", "c");
        closure(0).run(Status.OK());
        ProposalBatch joined = proposed.get(2);
        joined.set(0, "A");
        joined.set(1, "B");
        assertFalse(first.isDone());
        closure(2).run(Status.OK());
        assertEquals(List.of("A"), first.results());
        assertEquals("B", second.results().get(0));
        assertEquals(2, second.results().size());
    }

    @Test
    void aFullBatchIsSealedAndOrderIsKept() {
        accumulator.start(1);
        propose("x");
        propose("x");
        String large = "l".repeat(700);
        propose(large + 1);
        propose(large + 2);
        propose(large + 3);
        closure(0).run(Status.OK());
        closure(1).run(Status.OK());
        closure(2).run(Status.OK());
        assertEquals(
                List.of(large + 1, large + 2, large + 3),
                proposed.subList(2, 5).stream()
                        .flatMap(batch -> texts(batch).stream())
                        .toList());
    }

    @Test
    void pendingBytesAreBounded() {
        accumulator.start(1);
        String large = "l".repeat(1000);
        for (int i = 0; i < 4; i++) {
            assertFalse(propose(large).isDone());
        }
        assertInstanceOf(BusyException.class, propose(large).failure());
        closure(0).run(Status.OK());
        assertFalse(propose(large).isDone());
        for (int batch = 1; batch < proposed.size(); batch++) {
            closure(batch).run(Status.OK());
        }
        assertEquals(0, accumulator.pendingBytes());
    }

    @Test
    void refusesWhatCannotFitOneEntry() {
        accumulator.start(1);
        assertInstanceOf(
                TooLargeException.class, propose("l".repeat(MAX_PROPOSAL_BYTES)).failure());
        assertEquals(0, accumulator.pendingBytes());
    }

    @Test
    void stoppingRejectsWhatHasNotLeft() {
        assertInstanceOf(NotLeaderException.class, propose("too early").failure());
        accumulator.start(1);
        Outcome sent = propose("a");
        propose("b");
        Outcome waiting = propose("c");
        accumulator.stop();
        assertInstanceOf(NotLeaderException.class, waiting.failure());
        assertFalse(sent.isDone());
        assertInstanceOf(NotLeaderException.class, propose("too late").failure());
        accumulator.abandon(new OutcomeUnknownException("closed"));
        assertInstanceOf(OutcomeUnknownException.class, sent.failure());
        assertEquals(0, accumulator.pendingBytes());
        assertEquals(2, proposed.size());
    }

    @Test
    void onlyPathsThatHaveNotAppendedReject() {
        assertInstanceOf(NotLeaderException.class, failureFor(new Status(RaftError.EPERM, "Is not leader.")));
        assertInstanceOf(
                NotLeaderException.class,
                failureFor(new Status(RaftError.EPERM, "expected_term=3 doesn't match current_term=5")));
        assertInstanceOf(BusyException.class, failureFor(new Status(RaftError.EBUSY, "Is transferring leadership.")));
        assertInstanceOf(OutcomeUnknownException.class, failureFor(new Status(RaftError.EPERM, "Leader stepped down")));
        assertInstanceOf(OutcomeUnknownException.class, failureFor(new Status(RaftError.ESTATEMACHINE, "broke")));
    }

    private Throwable failureFor(Status status) {
        accumulator.start(1);
        Outcome outcome = propose("a");
        closure(proposed.size() - 1).run(status);
        return outcome.failure();
    }

    @Test
    void aRecordThatThrowsLeavesTheBatchWhole() {
        accumulator.start(1);
        propose("x");
        propose("x");
        propose("before");
        ProposedRecord broken = new ProposedRecord() {
            @Override
            public byte type() {
                return 1;
            }

            @Override
            public int payloadBytes() {
                return 4;
            }

            @Override
            public void writePayload(ByteBuffer dst) {
                dst.put((byte) 1);
            }
        };
        assertThrows(
                IllegalStateException.class, () -> accumulator.propose(List.of(broken), new Outcome(), Runnable::run));
        propose("after");
        closure(0).run(Status.OK());
        assertEquals(List.of("before", "after"), texts(proposed.get(2)));
        assertEquals(
                RecordFormat.sizeOf(new TextRecord("x"))
                        + RecordFormat.sizeOf(new TextRecord("before"))
                        + RecordFormat.sizeOf(new TextRecord("after")),
                accumulator.pendingBytes());
    }
}
