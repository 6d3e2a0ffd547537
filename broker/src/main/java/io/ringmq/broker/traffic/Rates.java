package io.ringmq.broker.traffic;

import java.time.Clock;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events and tells how many there were per second lately. Samples are taken when events come or somebody asks, at
 * most one a second, so counting costs little more than an addition and an idle broker nothing. Thread-safe.
 */
public final class Rates {
    private static final long SAMPLE_INTERVAL_MS = 1_000;
    private static final int SAMPLES = 61;

    private final Clock clock;
    private final LongAdder count = new LongAdder();
    private final long[] sampledCounts = new long[SAMPLES];
    private final long[] sampledMs = new long[SAMPLES];
    private int samples;
    /** As {@code sampledMs[0]}, for those who count. */
    private volatile long newestMs;

    public Rates(Clock clock) {
        this.clock = clock;
        newestMs = clock.millis();
        sampledMs[0] = newestMs;
        samples = 1;
    }

    /** Counts some events of now. */
    public void add(long nowMs, long events) {
        count.add(events);
        if (nowMs - newestMs >= SAMPLE_INTERVAL_MS) {
            sample(nowMs);
        }
    }

    /** Events so far. */
    public long total() {
        return count.sum();
    }

    /** Events per second over about the last second, ten seconds and minute, as tools read them. */
    public synchronized String perSecond() {
        sample(clock.millis());
        return rate(1) + " " + rate(10) + " " + rate(60);
    }

    private synchronized void sample(long nowMs) {
        if (nowMs - sampledMs[0] < SAMPLE_INTERVAL_MS) {
            return;
        }
        System.arraycopy(sampledMs, 0, sampledMs, 1, SAMPLES - 1);
        System.arraycopy(sampledCounts, 0, sampledCounts, 1, SAMPLES - 1);
        sampledMs[0] = nowMs;
        newestMs = nowMs;
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
