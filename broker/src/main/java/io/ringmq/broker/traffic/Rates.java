package io.ringmq.broker.traffic;

import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events and tells how many there were per second lately. Samples are taken when asked, at most one a second,
 * so counting costs an addition and an idle broker nothing. Thread-safe.
 */
public final class Rates {
    private static final long SAMPLE_INTERVAL_MS = 1_000;
    private static final int SAMPLES = 61;

    private final Clock clock;
    private final LongAdder count = new LongAdder();
    private final long[] sampledCounts = new long[SAMPLES];
    private final long[] sampledMs = new long[SAMPLES];
    private int samples;

    public Rates(Clock clock) {
        this.clock = clock;
        sampledMs[0] = clock.millis();
        samples = 1;
    }

    /** Counts some events. */
    public void add(long events) {
        count.add(events);
    }

    /** Events so far. */
    public long total() {
        return count.sum();
    }

    /** Events per second over about the last second, ten seconds and minute that were asked for, as tools read them. */
    public synchronized String perSecond() {
        sample();
        return rate(1) + " " + rate(10) + " " + rate(60);
    }

    private void sample() {
        long nowMs = clock.millis();
        if (nowMs - sampledMs[0] < SAMPLE_INTERVAL_MS) {
            return;
        }
        System.arraycopy(sampledMs, 0, sampledMs, 1, SAMPLES - 1);
        System.arraycopy(sampledCounts, 0, sampledCounts, 1, SAMPLES - 1);
        sampledMs[0] = nowMs;
        sampledCounts[0] = count.sum();
        samples = Math.min(samples + 1, SAMPLES);
    }

    private double rate(int seconds) {
        int oldest = 0;
        while (oldest + 1 < samples && sampledMs[0] - sampledMs[oldest] < seconds * SAMPLE_INTERVAL_MS) {
            oldest++;
        }
        long spanMs = sampledMs[0] - sampledMs[oldest];
        return spanMs == 0 ? 0 : (sampledCounts[0] - sampledCounts[oldest]) * 1_000d / spanMs;
    }
}
