package io.ringmq.chaos.fault;

import java.util.List;

/** {@code kill -9} of a node, and again and again while it starts; the last start is left alone. */
record KillWhileRecovering() implements Fault {
    private static final int KILLS = 4;
    private static final int MIN_RUN_MS = 200;
    private static final int MAX_RUN_MS = 2_000;

    @Override
    public void strike(Arena arena) {
        List<Integer> victim = Victims.ANY.choose(arena);
        for (int kill = 0; kill <= KILLS; kill++) {
            arena.note("kill -9 of " + arena.names(victim) + (kill == 0 ? "" : " on its way up"));
            victim.stream().filter(arena.cluster()::isRunning).forEach(arena.cluster()::kill);
            victim.forEach(arena.cluster()::launchNode);
            arena.last(MIN_RUN_MS, MAX_RUN_MS);
        }
        arena.start(victim);
    }
}
