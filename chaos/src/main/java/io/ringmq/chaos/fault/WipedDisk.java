package io.ringmq.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A node is killed, loses all its data and comes back under its id and address; after a while an operator removes it
 * from its rings and adds it again, so that it copies everything.
 *
 * @param killsOnTheWay how often it is killed while it copies
 */
record WipedDisk(int killsOnTheWay) implements Fault {
    private static final int MIN_HELD_BACK_MS = 500;
    private static final int MAX_HELD_BACK_MS = 4_000;
    private static final int MAX_RUN_MS = 500;
    /** A ring whose log has never been cut is replicated from its first entry, and not copied. */
    private static final Duration COPY_TIMEOUT = Duration.ofSeconds(15);

    @Override
    public void strike(Arena arena) {
        List<Integer> victim = Victims.ANY.choose(arena);
        Kill.now(arena, victim);
        replace(arena, victim.get(0), killsOnTheWay);
    }

    /** Gives a node that does not run an empty disk, starts it, and has it copy everything. */
    static void replace(Arena arena, int node, int killsOnTheWay) {
        arena.note("the data of " + arena.cluster().spec().nodeName(node) + " are gone");
        arena.cluster().wipe(node);
        arena.cluster().startNode(node);
        arena.last(MIN_HELD_BACK_MS, MAX_HELD_BACK_MS);
        try (Operator operator = new Operator(arena)) {
            operator.remove(node);
            operator.addLearner(node);
            for (int kill = 0; kill < killsOnTheWay; kill++) {
                killOnItsWay(arena, node);
                arena.cluster().launchNode(node);
            }
            operator.add(node);
        }
    }

    private static void killOnItsWay(Arena arena, int node) {
        boolean copies = arena.cluster()
                .await()
                .holds(COPY_TIMEOUT, () -> arena.cluster().hasGotReady(node) && isCopying(arena, node));
        arena.last(0, MAX_RUN_MS);
        arena.cluster().kill(node);
        boolean hit = copies && isCopying(arena, node);
        arena.note("kill -9 of " + arena.cluster().spec().nodeName(node)
                + (hit ? " while it copied" : copies ? " after it had copied" : ", which did not copy"));
    }

    private static boolean isCopying(Arena arena, int node) {
        return IntStream.range(0, arena.cluster().spec().rings())
                .mapToObj(ring -> arena.cluster()
                        .spec()
                        .dataDir(node)
                        .resolve(arena.cluster().spec().ringName(ring)))
                .anyMatch(NodeFiles::isCopying);
    }
}
