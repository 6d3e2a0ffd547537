package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.measure.Samples;

/** What one thread of a closed loop does again and again. */
interface Loop {
    /** Sends once and records how long it took. */
    void once(Samples samples) throws InterruptedException;

    /** Called after the last time, on the same thread: waits for what is still under way. */
    void finish() throws InterruptedException;
}
