package io.ringmq.chaos.fault;

import io.ringmq.bench.cluster.LocalCluster;
import java.time.Duration;
import java.util.List;

/**
 * {@code kill -9} of a node, and again and again while it recovers; the last start is left alone. The first of these kills
 * comes at the moment at which the node has opened its data directory, the others up to two seconds later.
 */
record KillWhileRecovering() implements Fault {
    private static final int KILLS = 4;
    private static final int MAX_RUN_MS = 2_000;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    @Override
    public void strike(Arena arena) {
        List<Integer> victim = Victims.ANY.choose(arena);
        int node = victim.get(0);
        LocalCluster cluster = arena.cluster();
        arena.note("kill -9 of " + arena.names(victim));
        cluster.kill(node);
        int hits = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            cluster.launchNode(node);
            cluster.await()
                    .until(arena.names(victim) + " to recover", START_TIMEOUT, () -> cluster.hasBegunToRecover(node));
            if (kill > 0) {
                arena.last(0, MAX_RUN_MS);
            }
            cluster.kill(node);
            boolean hit = !cluster.hasGotReady(node);
            hits += hit ? 1 : 0;
            arena.note("kill -9 of " + arena.names(victim) + (hit ? " while it recovered" : ", which was ready"));
        }
        if (hits == 0) {
            throw new IllegalStateException("no kill came while " + arena.names(victim) + " recovered");
        }
        arena.start(victim);
    }
}
