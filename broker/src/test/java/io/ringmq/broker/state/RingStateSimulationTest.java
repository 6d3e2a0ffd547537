package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.store.key.KeyPosition;
import io.ringmq.store.queue.Boundary;
import io.ringmq.store.state.MemoryStateStore;
import io.ringmq.store.state.RocksOptions;
import io.ringmq.store.state.RocksStateStore;
import io.ringmq.store.state.StateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random logs, applied by replicas that end their runs, flush and crash at random. After every run and every restart
 * the state of a replica must be the fold of the model over the log up to its applied index, so replicas that got
 * equally far agree, wherever their runs ended and whatever each has deleted of its log. {@code -Dringmq.sim.seed} repeats one failure, {@code
 * -Dringmq.sim.cycles} asks for more.
 */
class RingStateSimulationTest {

    private static final long DEFAULT_SEED = 20_261_121;
    private static final int DEFAULT_CYCLES = 100;
    private static final int ROCKS_EVERY = 10;
    private static final int ENTRIES = 40;

    @TempDir
    Path directory;

    static long delayMs(int level) {
        return level * 1000L;
    }

    private static long setting(String name, long fallback) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? fallback : Long.parseLong(value);
    }

    @Test
    void theStateIsTheFoldOfTheLog() {
        long firstSeed = setting("ringmq.sim.seed", DEFAULT_SEED);
        long cycles = setting("ringmq.sim.cycles", DEFAULT_CYCLES);
        for (long seed = firstSeed; seed < firstSeed + cycles; seed++) {
            try {
                cycle(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dringmq.sim.seed=" + seed + " -Dringmq.sim.cycles=1", e);
            }
        }
    }

    private void cycle(long seed) {
        Random random = new Random(seed);
        RandomLog log = new RandomLog(random, ENTRIES);
        runReplica(random, log, new MemoryStateStore(), running -> ((MemoryStateStore) running).crash());
        if (seed % ROCKS_EVERY == 0) {
            Path path = directory.resolve("seed-" + seed);
            runReplica(random, log, openRocks(path), running -> {
                running.close();
                return openRocks(path);
            });
        }
    }

    private static StateStore openRocks(Path path) {
        return RocksStateStore.open(path, new RocksOptions(1 << 20, 1 << 20), () -> {});
    }

    private static void runReplica(Random random, RandomLog log, StateStore first, UnaryOperator<StateStore> crash) {
        new Replica(random, log, first, crash).run();
    }

    /** Applies the whole log, with crashes, and deletions of what a restart would not need, on the way. */
    private static final class Replica {
        private final Random random;
        private final RandomLog log;
        private final UnaryOperator<StateStore> crash;
        private final AtomicLong logStart = new AtomicLong();
        private StateStore store;
        private RingState state;
        private int next;
        /** Entries that no restart applies again. */
        private int durable;

        Replica(Random random, RandomLog log, StateStore store, UnaryOperator<StateStore> crash) {
            this.random = random;
            this.log = log;
            this.crash = crash;
            this.store = store;
            this.state = open();
        }

        private RingState open() {
            RingState opened = new RingState(store, RingStateSimulationTest::delayMs, ApplyListener.NONE);
            opened.logStartsAt(logStart::get);
            return opened;
        }

        void run() {
            while (next < log.entries().size()) {
                step(random.nextInt(24));
            }
            state.endOfRun();
            check();
            store.close();
        }

        private void step(int action) {
            if (action < 14) {
                applyAndCheck(state, log, log.entries().get(next++));
            } else if (action < 17) {
                state.endOfRun();
                check();
            } else if (action < 19) {
                state.flush();
                durable = firstBehind(log.entries(), state.appliedIndex());
            } else if (action < 21) {
                moveStart();
            } else if (action < 23) {
                state.trimIndex();
            } else {
                store = crash.apply(store);
                state = open();
                check();
                next = firstBehind(log.entries(), state.appliedIndex());
            }
        }

        private void moveStart() {
            int kept = random.nextInt(durable + 1);
            if (kept < log.entries().size()) {
                long offset = log.entries().get(kept).bodyOffset();
                logStart.accumulateAndGet(offset, Math::max);
            }
        }

        private void check() {
            RingModel model = log.fold(state.appliedIndex());
            model.logStartsAt(logStart.get());
            assertEquals(describe(model), describe(state), "state as of entry " + state.appliedIndex());
        }
    }

    private static int firstBehind(List<Entry> entries, long appliedIndex) {
        int next = 0;
        while (next < entries.size() && entries.get(next).index() <= appliedIndex) {
            next++;
        }
        return next;
    }

    private static void applyAndCheck(RingState state, RandomLog log, Entry entry) {
        List<ApplyResult> actual = new ArrayList<>();
        entry.applyTo(state, (ordinal, result) -> actual.add(withoutDetail(result)));
        assertEquals(log.results(entry), actual, "results of entry " + entry.index());
    }

    private static ApplyResult withoutDetail(ApplyResult result) {
        return result instanceof Rejected rejected ? new Rejected(rejected.reason(), "") : result;
    }

    private static String describe(RingView view) {
        StringBuilder text = new StringBuilder();
        text.append("applied ").append(view.appliedIndex()).append(", topics ").append(view.topicVersion());
        text.append('\n').append(view.leaderAddress()).append('\n');
        view.topics().stream()
                .map(TopicConfig::toString)
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        view.groups().stream()
                .map(GroupConfig::toString)
                .sorted()
                .forEach(line -> text.append(line).append('\n'));
        for (String group : RandomLog.GROUPS) {
            TreeMap<String, Long> offsets = new TreeMap<>();
            view.committedOffsets(group).forEach((queue, offset) -> offsets.put(queue.toString(), offset));
            text.append(group).append(' ').append(offsets).append('\n');
            text.append(view.holdsLocks(group)).append(view.lockCount());
            describeLocks(view, group, text);
        }
        for (String topic : RandomLog.TOPICS) {
            text.append(topic)
                    .append(new TreeSet<>(view.groupsConsuming(topic)))
                    .append('\n');
            describeKeys(view, topic, text);
            for (int queueId = 0; queueId < RandomLog.QUEUES; queueId++) {
                describeQueue(view, topic, queueId, text);
            }
        }
        return text.toString();
    }

    private static void describeLocks(RingView view, String group, StringBuilder text) {
        for (String topic : RandomLog.TOPICS) {
            for (int queueId = 0; queueId < RandomLog.QUEUES; queueId++) {
                text.append(' ').append(view.lock(group, topic, queueId));
                text.append(' ').append(view.pendingReset(group, topic, queueId));
            }
        }
        text.append('\n');
    }

    private static void describeKeys(RingView view, String topic, StringBuilder text) {
        for (String key : List.of("k", "l", "u", "none")) {
            List<KeyPosition> all = view.messagesWithKey(topic, key, 0, Long.MAX_VALUE, Long.MAX_VALUE, 1000);
            text.append(key).append(all).append('\n');
            for (int i = 0; i < all.size(); i += 5) {
                KeyPosition some = all.get(i);
                text.append(view.messagesWithKey(
                        topic, key, some.storeTimestampMs() - 10, some.storeTimestampMs() + 10, Long.MAX_VALUE, 3));
                text.append(view.messagesWithKey(topic, key, 0, Long.MAX_VALUE, some.physicalOffset(), 2));
            }
        }
    }

    private static void describeQueue(RingView view, String topic, int queueId, StringBuilder text) {
        long max = view.maxOffset(topic, queueId);
        long min = view.minOffset(topic, queueId);
        text.append("%s/%d from %d to %d: ".formatted(topic, queueId, min, max));
        text.append(view.read(topic, queueId, min, Integer.MAX_VALUE));
        text.append(view.read(topic, queueId, 0, Integer.MAX_VALUE));
        text.append(view.read(topic, queueId, max / 2, 3)).append('\n');
        for (long timeMs = 1000; timeMs < 1300; timeMs += 20) {
            text.append(view.offsetByTimestamp(topic, queueId, timeMs, Boundary.LOWER))
                    .append(' ');
            text.append(view.offsetByTimestamp(topic, queueId, timeMs, Boundary.UPPER))
                    .append(' ');
        }
        text.append('\n');
    }
}
