package io.ringmq.chaos.fault;

import java.util.List;

/** SIGTERM of one victim after the other, each started again, and back, before the next is told to end. */
record Restart(Victims victims) implements Fault {
    @Override
    public void strike(Arena arena) {
        for (int node : victims.choose(arena)) {
            arena.note("SIGTERM of " + arena.names(List.of(node)));
            arena.cluster().terminate(node);
            arena.start(List.of(node));
        }
    }
}
