package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.MemoryStateStore;
import io.ringmq.store.state.StateStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The state of a replica that ends its runs at random and crashes, with the whole log that it has applied. */
final class SimulatedReplica {
    private static final int ENTRY_BYTES = 100_000;

    private final Random random;
    private final List<Entry> log = new ArrayList<>();
    private MemoryStateStore store = new MemoryStateStore();
    private RingState state = open(store);

    SimulatedReplica(Random random) {
        this.random = random;
    }

    private static RingState open(StateStore store) {
        return new RingState(store, level -> 0, ApplyListener.NONE);
    }

    /** Index of the last entry. */
    long lastIndex() {
        return log.size();
    }

    List<ApplyResult> append(List<ProposedRecord> records) {
        long index = log.size() + 1L;
        Entry entry = Entry.of(index, index * ENTRY_BYTES, records);
        log.add(entry);
        List<ApplyResult> results = new ArrayList<>();
        entry.applyTo(state, (ordinal, result) -> results.add(result));
        if (random.nextBoolean()) {
            state.endOfRun();
        }
        return results;
    }

    /** Loses what is not durable, and applies it again. */
    void crash() {
        if (random.nextBoolean()) {
            state.endOfRun();
            state.flush();
        }
        store = store.crash();
        state = open(store);
        for (Entry entry : log) {
            if (entry.index() > state.appliedIndex()) {
                entry.applyTo(state, ResultSink.NONE);
            }
        }
        state.endOfRun();
    }

    /** A replica that applies the log without crashes must hold the same. */
    void assertSameAsReplayed(Family family) {
        state.endOfRun();
        MemoryStateStore other = new MemoryStateStore();
        RingState replica = open(other);
        log.forEach(entry -> entry.applyTo(replica, ResultSink.NONE));
        replica.endOfRun();
        assertEquals(held(store, family), held(other, family));
    }

    private static List<String> held(StateStore store, Family family) {
        List<String> held = new ArrayList<>();
        store.scan(family, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            held.add(Arrays.toString(key) + Arrays.toString(value));
            return true;
        });
        return held;
    }
}
