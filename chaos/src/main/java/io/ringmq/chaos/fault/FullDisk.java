package io.ringmq.chaos.fault;

import java.util.List;

/**
 * The disks of the victims fill up, and are freed after a while. A node may refuse messages or end itself, and is then
 * started again.
 */
record FullDisk(Victims victims, long freeBytes) implements Fault {
    private static final int MIN_FULL_MS = 3_000;
    private static final int MAX_FULL_MS = 8_000;

    @Override
    public void strike(Arena arena) {
        List<Integer> nodes = victims.choose(arena);
        arena.note("disks of " + arena.names(nodes) + " have " + freeBytes + " bytes left");
        try {
            nodes.forEach(node -> arena.disks().fill(node, freeBytes));
            arena.last(MIN_FULL_MS, MAX_FULL_MS);
        } finally {
            nodes.forEach(arena.disks()::free);
        }
        List<Integer> dead = arena.cluster().deadNodes();
        arena.note("disks have room again; dead are " + arena.names(dead));
        arena.start(dead);
    }
}
