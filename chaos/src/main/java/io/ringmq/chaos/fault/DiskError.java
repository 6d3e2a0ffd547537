package io.ringmq.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * The disks of the victims fail while they are written: every fsync ends with EIO, and what was not forced is gone. Nodes
 * whose disk fails end by themselves; their disks are mounted again after a while, and they are started.
 */
record DiskError(Victims victims) implements Fault {
    private static final int MAX_DOWN_MS = 3_000;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(30);
    /** Of a broker that can not go on (docs/operations.md). */
    private static final int EXIT_FAILED = 74;

    @Override
    public void strike(Arena arena) {
        List<Integer> nodes = victims.choose(arena);
        arena.note("disks of " + arena.names(nodes) + " fail");
        nodes.forEach(arena.disks()::fail);
        if (nodes.size() == 1) {
            requireEnd(arena, nodes.get(0));
        } else {
            // One that has nothing to write, because the others have ended, need not notice.
            arena.last(MAX_DOWN_MS, 2 * MAX_DOWN_MS);
            nodes.stream().filter(arena.cluster()::isRunning).forEach(arena.cluster()::kill);
        }
        arena.last(0, MAX_DOWN_MS);
        nodes.forEach(arena.disks()::remount);
        // A mount forgets what was not forced, and nobody exchanges a disk without a start of the machine.
        nodes.forEach(arena.cluster()::pretendReboot);
        arena.note("start of " + arena.names(nodes));
        arena.start(nodes);
    }

    private static void requireEnd(Arena arena, int node) {
        String name = arena.cluster().spec().nodeName(node);
        arena.cluster()
                .await()
                .until(
                        name + " to end because its disk fails",
                        END_TIMEOUT,
                        () -> !arena.cluster().isRunning(node));
        OptionalInt exitCode = arena.cluster().exitCode(node);
        arena.note(name + " has ended: " + exitCode);
        if (exitCode.orElse(EXIT_FAILED) != EXIT_FAILED) {
            throw new IllegalStateException(
                    name + " ended with exit code " + exitCode.getAsInt() + " when its disk failed");
        }
    }
}
