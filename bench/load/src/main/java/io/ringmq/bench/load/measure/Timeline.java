package io.ringmq.bench.load.measure;

/** Time as the load sees it. Thread-safe. */
public interface Timeline {
    /** Nanoseconds since some moment; only differences mean something. */
    long nowNs();

    /** Returns at a moment of this clock, or later; at once if it has passed. */
    void waitUntil(long timeNs) throws InterruptedException;

    /** Nanoseconds of processor time that this process has used. */
    long cpuNs();
}
