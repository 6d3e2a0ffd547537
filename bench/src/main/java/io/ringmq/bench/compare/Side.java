package io.ringmq.bench.compare;

import java.util.Map;

/** One of the systems that take turns, ready to be measured under one workload. Not thread-safe. */
interface Side extends AutoCloseable {
    /** What identifies it in results: system, client and what else distinguishes it. */
    Map<String, String> labels();

    /** Lets it go on; returns when it serves. */
    void resume();

    /** Makes it cost nothing until it is resumed. */
    void pause();

    /**
     * Measures one window of a resumed side.
     *
     * @return numbers by the fields of {@link io.ringmq.bench.report.Metric}
     */
    Map<String, Double> measure();

    /** Ends its load; the system runs on. */
    @Override
    void close();
}
