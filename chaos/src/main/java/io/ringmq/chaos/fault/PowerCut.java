package io.ringmq.chaos.fault;

import java.util.List;

/** The victims lose power at the same moment: processes and everything not forced to disk are gone. */
record PowerCut(Victims victims) implements Fault {
    private static final int MAX_DOWN_MS = 3_000;

    @Override
    public void strike(Arena arena) {
        List<Integer> nodes = victims.choose(arena);
        arena.note("power cut of " + arena.names(nodes));
        nodes.forEach(arena.disks()::cutPower);
        nodes.stream().filter(arena.cluster()::isRunning).forEach(arena.cluster()::kill);
        arena.last(0, MAX_DOWN_MS);
        nodes.forEach(arena.disks()::remount);
        nodes.forEach(arena.cluster()::pretendReboot);
        arena.note("start of " + arena.names(nodes));
        arena.start(nodes);
    }
}
