package io.ringmq.bench.load.measure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Latencies, from any number of threads: each records into a histogram of its own, so that measuring does not make them
 * wait for one another. Latencies above {@link #MAX_LATENCY_US} count as that. Thread-safe.
 */
public final class Samples {
    /** Ten minutes. */
    public static final long MAX_LATENCY_US = 600_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;

    private final List<SingleWriterRecorder> recorders = new CopyOnWriteArrayList<>();
    private final ThreadLocal<SingleWriterRecorder> ofThread = ThreadLocal.withInitial(() -> {
        // Grows as it must: histograms as wide as the longest latency would take long to swap for 64 threads.
        SingleWriterRecorder recorder = new SingleWriterRecorder(SIGNIFICANT_DIGITS);
        recorders.add(recorder);
        return recorder;
    });
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    /** Something took this long; less than nothing, which a clock may say, counts as nothing. */
    public void record(long latencyNs) {
        ofThread.get().recordValue(Math.min(MAX_LATENCY_US, Math.max(0, latencyNs) / 1_000));
    }

    /** Something failed. */
    public void fail(String reason) {
        failures.increment();
        firstFailure.compareAndSet(null, reason);
    }

    /** Forgets everything: what is recorded from now on belongs to a new window. */
    public void reset() {
        recorders.forEach(SingleWriterRecorder::getIntervalHistogram);
        failures.reset();
        firstFailure.set(null);
    }

    /** Everything recorded since the last reset, which this is, too. */
    public Histogram take() {
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        recorders.forEach(recorder -> all.add(recorder.getIntervalHistogram()));
        return all;
    }

    /** Failures since the last {@link #reset}. */
    public long failures() {
        return failures.sum();
    }

    /** Why the first of them failed. */
    public @Nullable String firstFailure() {
        return firstFailure.get();
    }
}
