package io.ringmq.bench.load.main;

import io.ringmq.bench.load.measure.Timeline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The clocks of this machine and process. */
final class SystemTimeline implements Timeline {
    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public void waitUntil(long timeNs) throws InterruptedException {
        for (long leftNs = timeNs - nowNs(); leftNs > 0; leftNs = timeNs - nowNs()) {
            LockSupport.parkNanos(leftNs);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting");
            }
        }
    }

    @Override
    public long cpuNs() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }
}
