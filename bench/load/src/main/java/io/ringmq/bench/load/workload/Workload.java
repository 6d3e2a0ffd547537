package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.measure.WindowResult;

/** A load that is measured window by window. Between two windows it does nothing. */
public interface Workload extends AutoCloseable {
    /**
     * Runs the load: unmeasured first, if the workload warms up, then measured.
     *
     * @param marks told about the ends of the measured part
     */
    WindowResult window(Marks marks) throws InterruptedException;

    /** Told when something begins or has ended, by the thread that measures. */
    @FunctionalInterface
    interface Marks {
        /** The measured part begins. */
        void started();

        /** The measured part has ended; the window has not, before what is still under way has. */
        default void measured() {}
    }

    /** Releases the clients. */
    @Override
    void close();
}
