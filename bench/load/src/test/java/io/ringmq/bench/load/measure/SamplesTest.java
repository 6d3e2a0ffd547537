package io.ringmq.bench.load.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private final Samples samples = new Samples();

    @Test
    void addsUpWhatThreadsRecorded() throws InterruptedException {
        Thread other = new Thread(() -> samples.record(2_000_000));
        other.start();
        samples.record(1_000_000);
        other.join();

        Histogram all = samples.take();
        assertEquals(2, all.getTotalCount());
        assertTrue(all.valuesAreEquivalent(2_000, all.getMaxValue()), () -> "longest " + all.getMaxValue());
        assertTrue(all.valuesAreEquivalent(1_000, all.getMinValue()), () -> "shortest " + all.getMinValue());
    }

    @Test
    void resetForgetsLatenciesAndFailures() {
        samples.record(9_000_000);
        samples.fail("first");
        samples.fail("second");
        assertEquals(2, samples.failures());
        assertEquals("first", samples.firstFailure());

        samples.reset();
        samples.record(1_000);

        assertEquals(0, samples.failures());
        assertNull(samples.firstFailure());
        assertEquals(1, samples.take().getMaxValue());
        assertEquals(0, samples.take().getTotalCount(), "taken twice");
    }

    @Test
    void latenciesBeyondAllBoundsAreClamped() {
        samples.record(Long.MAX_VALUE);
        samples.record(-5);
        Histogram all = samples.take();
        assertTrue(
                all.valuesAreEquivalent(Samples.MAX_LATENCY_US, all.getMaxValue()),
                () -> "longest " + all.getMaxValue());
        assertEquals(0, all.getMinValue());
    }
}
