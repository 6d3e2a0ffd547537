package io.ringmq.bench.load.workload;

import java.time.Duration;

/**
 * The parts of a window.
 *
 * @param warmup load that is not measured
 * @param measured load that is
 */
public record Phases(Duration warmup, Duration measured) {
    public Phases {
        if (warmup.isNegative() || measured.isNegative() || measured.isZero()) {
            throw new IllegalArgumentException("a window needs a warm-up of 0 s or more and a measured part, got "
                    + warmup.toSeconds() + " s and " + measured.toSeconds() + " s");
        }
    }
}
