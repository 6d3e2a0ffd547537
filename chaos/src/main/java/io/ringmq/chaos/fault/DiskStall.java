package io.ringmq.chaos.fault;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.bench.cluster.ClusterSpec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The disks of the victims hang: what is written is taken, and no fsync returns, until they go on after a while. One victim must
 * not lead any more after a time, nor when an operator tells it to. With two, nothing may be acknowledged meanwhile.
 */
record DiskStall(Victims victims) implements Fault {
    private static final int MIN_STALL_MS = 3_000;
    private static final int MAX_STALL_MS = 8_000;
    /** A node gives up leading five seconds after its disk began to hang; busy machines take longer. */
    private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(25);
    /** Acknowledgements that were on their way arrive meanwhile. */
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int MIN_END_MS = 500;
    private static final int MAX_END_MS = 1_000;

    @Override
    public void strike(Arena arena) {
        List<Integer> nodes = victims.choose(arena);
        arena.note("disks of " + arena.names(nodes) + " hang");
        try {
            nodes.forEach(arena.disks()::hold);
            if (2 * nodes.size() < ClusterSpec.NODES) {
                nodes.forEach(node -> requireOtherLeaders(arena, node));
            } else {
                requireSilence(arena);
            }
        } finally {
            nodes.forEach(arena.disks()::letGo);
        }
        // A process that was ending has to get out of its writes first.
        arena.last(MIN_END_MS, MAX_END_MS);
        List<Integer> dead = arena.cluster().deadNodes();
        arena.note("disks go on; dead are " + arena.names(dead));
        arena.start(dead);
    }

    private static void requireOtherLeaders(Arena arena, int node) {
        String name = arena.cluster().spec().nodeName(node);
        arena.cluster()
                .await()
                .until(
                        "other leaders than " + name + ", whose disk hangs",
                        HAND_OVER_TIMEOUT,
                        () -> leaders(arena).allMatch(leader -> leader.isPresent() && leader.getAsInt() != node));
        arena.note(name + " leads nothing");
        arena.last(MIN_STALL_MS, MAX_STALL_MS);
        IntStream.range(0, arena.cluster().spec().rings()).forEach(ring -> tell(arena, ring, node));
        if (leaders(arena).anyMatch(leader -> leader.orElse(-1) == node)) {
            throw new IllegalStateException(name + " leads again while its disk hangs");
        }
    }

    private static Stream<OptionalInt> leaders(Arena arena) {
        return IntStream.range(0, arena.cluster().spec().rings()).mapToObj(arena.cluster()::leader);
    }

    private static void tell(Arena arena, int ring, int node) {
        String name = arena.cluster().spec().ringName(ring);
        try (AdminClient admin = arena.cluster().admin()) {
            admin.transferLeader(admin.ring(name), arena.cluster().spec().raftAddress(node));
            throw new IllegalStateException(
                    name + " was handed over to " + arena.cluster().spec().nodeName(node) + ", whose disk hangs");
        } catch (AdminException e) {
            arena.note("not handed over: " + e.getMessage());
        }
    }

    private static void requireSilence(Arena arena) {
        long[] last = {-1};
        arena.cluster().await().untilSteady("no acknowledgement", QUIET_TIMEOUT, QUIET, () -> {
            long before = last[0];
            last[0] = arena.acknowledged();
            return last[0] == before;
        });
        arena.last(MIN_STALL_MS, MAX_STALL_MS);
        long more = arena.acknowledged() - last[0];
        if (more > 0 && arena.cluster().spec().flush().equals("sync")) {
            throw new IllegalStateException(more + " sends were acknowledged while the disks of a majority hang");
        }
    }
}
