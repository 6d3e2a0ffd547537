package io.ringmq.chaos.fault;

import io.ringmq.bench.process.Signal;
import java.util.List;

/**
 * SIGSTOP, and SIGCONT after a time that may be shorter or much longer than an election takes. Clients keep their
 * connections to the victims, and find them alive and out of date.
 */
record Pause(Victims victims, int fromMs, int toMs) implements Fault {
    @Override
    public void strike(Arena arena) {
        List<Integer> nodes = victims.choose(arena);
        List<Long> pids = nodes.stream().map(arena.cluster()::pid).toList();
        arena.note("SIGSTOP of " + arena.names(nodes));
        Signal.STOP.send(pids);
        try {
            arena.last(fromMs, toMs);
        } finally {
            arena.note("SIGCONT of " + arena.names(nodes));
            Signal.CONT.send(pids);
        }
    }
}
