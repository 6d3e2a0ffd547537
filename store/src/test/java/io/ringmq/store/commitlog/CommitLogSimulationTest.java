package io.ringmq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of crashes of a simulated machine. The seeds of the normal run are fixed; {@code -Dringmq.sim.seed=<n>}
 * runs one seed only, {@code -Dringmq.sim.cycles=<n>} sets the number of crashes per seed.
 */
class CommitLogSimulationTest {
    private static final long FIRST_SEED = 20261121;
    private static final int SEEDS = 12;
    private static final int CYCLES = 250;

    private static long property(String name, long absent) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? absent : Long.parseLong(value);
    }

    private static long run(long seed, FlushMode mode, long cycles) throws IOException {
        LogSimulation simulation = new LogSimulation(seed, mode);
        long cycle = 0;
        try {
            for (; cycle < cycles; cycle++) {
                simulation.cycle();
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "Seed " + seed + ", mode " + mode + " fails in cycle " + cycle + ". Run it again with"
                            + " -Dtest=CommitLogSimulationTest -Dringmq.sim.seed=" + seed + " -Dringmq.sim.cycles="
                            + (cycle + 1) + ". The last operations:\n" + String.join("\n", simulation.history()),
                    e);
        }
        assertTrue(simulation.recoveries() >= cycles);
        return simulation.trace();
    }

    @ParameterizedTest
    @EnumSource(FlushMode.class)
    void theLogSurvivesEveryCrash(FlushMode mode) throws IOException {
        long only = property("ringmq.sim.seed", 0);
        long cycles = property("ringmq.sim.cycles", CYCLES);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + (only == 0 ? SEEDS : 1); seed++) {
            run(only == 0 ? seed : only, mode, cycles);
        }
    }

    @ParameterizedTest
    @EnumSource(FlushMode.class)
    void equalSeedsGiveEqualHistories(FlushMode mode) throws IOException {
        assertEquals(run(7, mode, 60), run(7, mode, 60));
    }
}
