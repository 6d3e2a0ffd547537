package io.ringmq.bench.jmh;

import io.ringmq.store.queue.IndexedMessage;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.queue.QueueIndex;
import io.ringmq.store.state.RocksOptions;
import io.ringmq.store.state.RocksStateStore;
import io.ringmq.store.state.StateBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The index of queues in the state store: what a frame puts, and what a pull looks up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class QueueIndexBenchmark {
    private static final int TOPIC_ID = 1;
    private static final int MESSAGE_BYTES = 1024;
    private static final int RECORDS_PER_FRAME = 32;
    private static final int PULLED_MESSAGES = 32;
    private static final int FILLED_FRAMES = 5_000;
    private static final long SEED = 20_261_121;

    /** Queues that the messages are spread over, in turn. */
    @Param({"8", "100000"})
    public int queues;

    private Path dir;
    private RocksStateStore store;
    private QueueIndex index;
    private SplittableRandom random;
    private long messages;
    private long appliedIndex;

    /** Opens a store and fills it. */
    @Setup
    public void setUp() throws IOException {
        dir = Scratch.create("queue-index-");
        store = RocksStateStore.open(dir.resolve("state"), RocksOptions.defaults(), () -> {});
        index = new QueueIndex(store);
        random = new SplittableRandom(SEED);
        messages = 0;
        appliedIndex = 0;
        for (int frame = 0; frame < FILLED_FRAMES; frame++) {
            put();
        }
    }

    /** The records of one frame, each with one message to the next queue. */
    @Benchmark
    public long put() {
        try (StateBatch batch = store.newBatch()) {
            for (int record = 0; record < RECORDS_PER_FRAME; record++) {
                IndexedMessage message = new IndexedMessage(messages * MESSAGE_BYTES, MESSAGE_BYTES, 0, messages);
                index.append(batch, TOPIC_ID, (int) (messages % queues), messages / queues, List.of(message));
                messages++;
            }
            store.write(batch, ++appliedIndex);
        }
        return messages;
    }

    /** What one pull of up to 32 messages reads, at a random place of a random queue. */
    @Benchmark
    public List<QueueEntry> lookup() {
        long longest = Math.max(1, messages / queues);
        return index.read(TOPIC_ID, random.nextInt(queues), random.nextLong(longest), PULLED_MESSAGES);
    }

    /** Deletes the store. */
    @TearDown
    public void tearDown() throws IOException {
        store.close();
        Scratch.delete(dir);
    }
}
