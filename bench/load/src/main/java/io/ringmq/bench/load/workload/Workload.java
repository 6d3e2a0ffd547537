package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.measure.WindowResult;

/** A load that is measured window by window. Between two windows it does nothing. */
public interface Workload extends AutoCloseable {
    /**
     * Runs the load: unmeasured first, if the workload warms up, then measured.
     *
     * @param started called right before the measured part begins
     */
    WindowResult window(Runnable started) throws InterruptedException;

    /** Releases the clients. */
    @Override
    void close();
}
