package io.ringmq.bench.load.twin;

import io.ringmq.bench.load.measure.Timeline;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when somebody waits, or says so. Thread-safe. */
public final class ManualTimeline implements Timeline {
    private final AtomicLong nowNs = new AtomicLong();

    @Override
    public long nowNs() {
        return nowNs.get();
    }

    @Override
    public void waitUntil(long timeNs) {
        nowNs.accumulateAndGet(timeNs, Math::max);
    }

    @Override
    public long cpuNs() {
        return nowNs.get() / 2;
    }

    public void pass(long ns) {
        nowNs.addAndGet(ns);
    }
}
