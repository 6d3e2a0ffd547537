package io.ringmq.chaos.campaign;

import io.ringmq.chaos.fault.FaultKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Faults without end, drawn from a seed: round after round, each with every fault once. For one thread. */
final class Plan {
    /**
     * A fault to come.
     *
     * @param seed decides everything that the fault leaves to chance
     */
    record Strike(int number, FaultKind kind, long seed) {}

    private final List<FaultKind> kinds;
    private final Random random;
    private final Deque<FaultKind> round = new ArrayDeque<>();
    private int drawn;

    Plan(List<FaultKind> kinds, long seed) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a plan needs a fault");
        }
        this.kinds = List.copyOf(kinds);
        this.random = new Random(seed);
    }

    Strike next() {
        if (round.isEmpty()) {
            List<FaultKind> shuffled = new ArrayList<>(kinds);
            Collections.shuffle(shuffled, random);
            round.addAll(shuffled);
        }
        return new Strike(++drawn, round.remove(), random.nextLong());
    }
}
