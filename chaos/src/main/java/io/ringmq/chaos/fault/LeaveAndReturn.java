package io.ringmq.chaos.fault;

import java.util.List;

/** A node that runs is removed from its rings, and added again after a while with what it has missed. */
record LeaveAndReturn(Victims victims) implements Fault {
    private static final int MIN_AWAY_MS = 500;
    private static final int MAX_AWAY_MS = 5_000;

    @Override
    public void strike(Arena arena) {
        List<Integer> nodes = victims.choose(arena);
        try (Operator operator = new Operator(arena)) {
            nodes.forEach(operator::remove);
            arena.last(MIN_AWAY_MS, MAX_AWAY_MS);
            nodes.forEach(operator::add);
        }
    }
}
