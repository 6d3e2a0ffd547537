package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.Skipped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What shall come of transactions, said one by one. It hears of each record in the order of the log. */
final class TransactionModel {
    /** A transaction that nobody has ended. */
    private record Half(String id, long physicalOffset, int checks, long nextCheckMs) {}

    private final Map<Long, Half> pending = new TreeMap<>();
    private final Map<Long, TransactionFate> ended = new TreeMap<>();
    private final Map<Long, Integer> delivered = new HashMap<>();
    private final Set<String> topics = new HashSet<>();
    /** The transaction whose copy is the next record, null if it must be skipped. */
    private TransactionEnd copied = TransactionEnd.rollback(-1);

    private boolean copyExpected;

    void topic(String topic, boolean exists) {
        if (exists) {
            topics.add(topic);
        } else {
            topics.remove(topic);
        }
    }

    /** Returns the number. */
    long begin(HalfMessage half, ApplyResult result) {
        AppendedMessage appended = (AppendedMessage) result;
        long number = appended.queueOffset();
        Half first = pending.values().stream()
                .filter(known -> known.id.equals(half.transactionId()))
                .findAny()
                .orElse(null);
        if (first == null) {
            assertEquals(pending.size() + ended.size(), number, "the next number");
            pending.put(number, new Half(half.transactionId(), appended.physicalOffset(), 0, half.firstCheckMs()));
        } else {
            assertEquals(first, pending.get(number), "a repetition gets the answer of the first");
            assertEquals(first.physicalOffset, appended.physicalOffset());
        }
        return number;
    }

    void end(TransactionEnd end, ApplyResult result) {
        boolean targeted = end.guardedRecords() == 0 || topics.contains(end.targetTopic());
        boolean expected = pending.containsKey(end.number()) && targeted;
        assertEquals(expected ? new Applied(true) : new Skipped(), result, end.toString());
        if (expected) {
            pending.remove(end.number());
            assertNull(ended.put(end.number(), end.fate()), "ended twice");
        }
        copied = end;
        copyExpected = expected;
    }

    /** Hears of the record behind an end. */
    void copy(ApplyResult result) {
        assertEquals(copyExpected, result instanceof AppendedMessage, result.toString());
        assertEquals(!copyExpected, result instanceof Skipped, result.toString());
        if (copyExpected) {
            delivered.merge(copied.number(), 1, Integer::sum);
        }
    }

    void check(TransactionCheck check, ApplyResult result) {
        Half half = pending.get(check.number());
        boolean expected = half != null && half.checks == check.checksBefore();
        assertEquals(new Applied(expected), result, check.toString());
        if (half != null && expected) {
            pending.put(check.number(), new Half(half.id, half.physicalOffset, half.checks + 1, check.nextCheckMs()));
        }
    }

    /** Compares with the state, which has applied all that the model has heard of. */
    void compare(TransactionView view, long nowMs) {
        assertEquals(pending.size(), view.pendingCount());
        long bytes = 0;
        Set<Long> due = new HashSet<>();
        long earliest = TransactionView.NOTHING_PENDING;
        for (Map.Entry<Long, Half> entry : pending.entrySet()) {
            PendingTransaction found = view.pending(entry.getKey());
            assertNotNull(found);
            Half half = entry.getValue();
            assertEquals(
                    half, new Half(found.transactionId(), found.physicalOffset(), found.checks(), found.nextCheckMs()));
            assertNotNull(view.halfMessage(entry.getKey()), "its message is there");
            bytes += found.sizeBytes();
            earliest = Math.min(earliest, half.nextCheckMs);
            if (half.nextCheckMs <= nowMs) {
                due.add(entry.getKey());
            }
        }
        assertEquals(bytes, view.pendingBytes());
        assertEquals(earliest, view.earliestCheckMs());
        List<Long> found = view.due(nowMs, Integer.MAX_VALUE).stream()
                .map(PendingTransaction::number)
                .toList();
        assertEquals(due, new HashSet<>(found));
        assertEquals(due.size(), found.size());
    }

    /** The ends are remembered, and the messages of what has ended are not kept. */
    void compareEnds(TransactionView view) {
        ended.forEach((number, fate) -> {
            EndedTransaction found = view.ended(number);
            assertNotNull(found);
            assertEquals(fate, found.fate());
            assertNull(view.pending(number));
            assertNull(view.halfMessage(number), "its message is gone");
        });
    }

    Set<Long> pendingNumbers() {
        return Set.copyOf(pending.keySet());
    }

    /** Each has ended, and is there as often as its end says. */
    void assertAllEnded() {
        assertTrue(pending.isEmpty(), pending.toString());
        ended.forEach((number, fate) -> assertEquals(
                fate == TransactionFate.ROLLED_BACK ? 0 : 1,
                delivered.getOrDefault(number, 0),
                "transaction " + number + " " + fate));
    }
}
