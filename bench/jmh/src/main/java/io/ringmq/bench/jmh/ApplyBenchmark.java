package io.ringmq.bench.jmh;

import io.ringmq.broker.state.ApplyListener;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.ResultSink;
import io.ringmq.broker.state.RingState;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import io.ringmq.store.state.RocksOptions;
import io.ringmq.store.state.RocksStateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a replica spends on a message of 1 KiB that has come to its log, in entries of many messages: time per message. The
 * same work happens on each replica of a ring. Sends are remembered up to the bound, as behind some seconds of load.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ApplyBenchmark {
    private static final int MESSAGES_PER_CALL = 32;
    private static final int BODY_BYTES = 1024;
    private static final int MAX_ENTRY_BYTES = 64 << 10;
    private static final String TOPIC = "orders";

    /** Whether the topic stores each send once. */
    @Param({"false", "true"})
    public boolean deduplication;

    /** How many messages share a log entry: few with a few synchronous producers, many with asynchronous ones. */
    @Param({"4", "32"})
    public int messagesPerEntry;

    /** Sends that are applied before it begins: as many as a replica remembers. */
    int sendsBefore = 500_000;

    private final ByteBuffer body = ByteBuffer.allocateDirect(MAX_ENTRY_BYTES);
    private Path dir;
    private RocksStateStore store;
    private RingState state;
    private StockMessages stock;
    private long messages;
    private long endOffset;

    /** Opens a state, and fills its memory of sends. */
    @Setup
    public void setUp() throws IOException {
        dir = Scratch.create("apply-");
        store = RocksStateStore.open(dir.resolve("state"), RocksOptions.defaults(), () -> {});
        state = new RingState(store, level -> 0, ApplyListener.NONE);
        stock = new StockMessages(TOPIC, BODY_BYTES);
        messages = 0;
        endOffset = 0;
        body.clear();
        RecordFormat.write(Records.putTopic(TopicConfig.of(TOPIC, 1), true), body);
        applyBody();
        while (messages < sendsBefore) {
            apply();
        }
    }

    /** Entries of messages that were not sent before. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES_PER_CALL)
    public long apply() {
        for (int left = MESSAGES_PER_CALL; left > 0; left -= messagesPerEntry) {
            applyEntry();
        }
        return state.maxOffset(TOPIC, 0);
    }

    private void applyEntry() {
        body.clear();
        for (int i = 0; i < messagesPerEntry; i++) {
            ProposedRecord message = Records.message(stock.message(messages++));
            RecordFormat.write(deduplication ? Records.messageOnce(message) : message, body);
        }
        applyBody();
    }

    private void applyBody() {
        body.flip();
        state.apply(state.appliedIndex() + 1, 1, endOffset, body, ResultSink.NONE);
        state.endOfRun();
        endOffset += body.limit();
    }

    /** Deletes the store. */
    @TearDown
    public void tearDown() throws IOException {
        store.close();
        Scratch.delete(dir);
    }
}
