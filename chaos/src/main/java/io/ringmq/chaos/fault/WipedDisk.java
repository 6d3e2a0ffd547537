package io.ringmq.chaos.fault;

import java.util.List;

/**
 * A node is killed, loses all its data and comes back under its id and address; after a while an operator removes it
 * from its rings and adds it again, so that it copies everything.
 *
 * @param killsOnTheWay how often it is killed while it copies
 */
record WipedDisk(int killsOnTheWay) implements Fault {
    private static final int MIN_HELD_BACK_MS = 500;
    private static final int MAX_HELD_BACK_MS = 4_000;
    private static final int MIN_RUN_MS = 500;
    private static final int MAX_RUN_MS = 4_000;

    @Override
    public void strike(Arena arena) {
        List<Integer> victim = Victims.ANY.choose(arena);
        int node = victim.get(0);
        Kill.now(arena, victim);
        arena.note("the data of " + arena.names(victim) + " are gone");
        arena.cluster().wipe(node);
        arena.cluster().startNode(node);
        arena.last(MIN_HELD_BACK_MS, MAX_HELD_BACK_MS);
        try (Operator operator = new Operator(arena)) {
            operator.remove(node);
            operator.addLearner(node);
            for (int kill = 0; kill < killsOnTheWay; kill++) {
                arena.last(MIN_RUN_MS, MAX_RUN_MS);
                arena.note("kill -9 of " + arena.names(victim) + " on its way");
                arena.cluster().kill(node);
                arena.cluster().launchNode(node);
            }
            operator.add(node);
        }
    }
}
