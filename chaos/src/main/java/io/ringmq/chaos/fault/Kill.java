package io.ringmq.chaos.fault;

import io.ringmq.bench.process.Signal;
import java.util.List;

/** {@code kill -9} of the victims within the same moment; they are started again after a while. */
record Kill(Victims victims) implements Fault {
    private static final int MAX_DOWN_MS = 5_000;

    @Override
    public void strike(Arena arena) {
        List<Integer> nodes = victims.choose(arena);
        arena.note("kill -9 of " + arena.names(nodes));
        now(arena, nodes);
        arena.last(0, MAX_DOWN_MS);
        arena.note("start of " + arena.names(nodes));
        arena.start(nodes);
    }

    /** Returns when the processes are gone. */
    static void now(Arena arena, List<Integer> nodes) {
        Signal.KILL.send(nodes.stream().map(arena.cluster()::pid).toList());
        nodes.forEach(arena.cluster()::kill);
    }
}
