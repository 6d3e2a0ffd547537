package io.ringmq.chaos.fault;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.plan.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One bit of a file of a node that does not run changes, and the node is started. If it refuses to serve a ring, as it may,
 * its disk is replaced by an empty one, and it is removed and added again.
 */
enum BitFlip implements Fault {
    /** In a frame of the log. */
    LOG(false),
    /** In the index that is derived from the log. */
    INDEX(false),
    /** In what the log knows to be on the disk. */
    CHECKPOINT(false),
    /** In term and vote. */
    VOTE(false),
    /** In how the node was stopped. */
    BOOT(false),
    /** In whose data these are. */
    IDENTITY(false),
    /** In the queues and everything else that was made from the log. */
    STATE(true),
    /** In a snapshot, whose files may be those of the state. */
    SNAPSHOT(true);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration VERIFY_TIMEOUT = Duration.ofSeconds(30);
    private static final int STARTS = 3;
    private static final int MIN_DAMAGED_MS = 1_000;
    private static final int MAX_DAMAGED_MS = 4_000;
    private static final int BITS = 8;
    /** Files of two slots have them at 0 and here; these many bytes of a slot mean something. */
    private static final int SLOT_DISTANCE_BYTES = 4096;

    private static final int CHECKPOINT_BYTES = 120;
    private static final int VOTE_BYTES = 512;

    private final boolean isReadLate;

    /** @param isReadLate whether a start may not look at it, so that it has to be asked for */
    BitFlip(boolean isReadLate) {
        this.isReadLate = isReadLate;
    }

    private List<Path> candidates(NodeFiles files) {
        return switch (this) {
            case LOG -> files.frames();
            case INDEX -> files.index();
            case CHECKPOINT -> files.checkpoint();
            case VOTE -> files.vote();
            case BOOT -> files.boot();
            case IDENTITY -> files.identity();
            case STATE -> files.state();
            case SNAPSHOT -> files.snapshots();
        };
    }

    /** A byte of the file that means something. */
    private long place(Path file, RandomGenerator random) {
        return switch (this) {
            case LOG -> random.nextLong(NodeFiles.endOfFrames(file));
            case CHECKPOINT -> inSlots(file, CHECKPOINT_BYTES, random);
            case VOTE -> inSlots(file, VOTE_BYTES, random);
            case INDEX, BOOT, IDENTITY, STATE, SNAPSHOT ->
                random.nextLong(file.toFile().length());
        };
    }

    private static long inSlots(Path file, int usedBytes, RandomGenerator random) {
        boolean hasTwo = file.toFile().length() >= SLOT_DISTANCE_BYTES + usedBytes;
        long slot = hasTwo && random.nextBoolean() ? SLOT_DISTANCE_BYTES : 0;
        return slot + random.nextInt(usedBytes);
    }

    @Override
    public void strike(Arena arena) {
        List<Integer> victim = Victims.ANY.choose(arena);
        int node = victim.get(0);
        Kill.now(arena, victim);
        int ring = arena.random().nextInt(arena.cluster().spec().rings());
        String name = arena.cluster().spec().ringName(ring);
        List<Path> files = candidates(
                        new NodeFiles(arena.cluster().spec().dataDir(node).resolve(name)))
                .stream()
                .filter(file -> file.toFile().length() > 0)
                .toList();
        if (files.isEmpty()) {
            arena.note(arena.names(victim) + " has no such file yet");
            arena.start(victim);
            return;
        }
        Path file = files.get(arena.random().nextInt(files.size()));
        long at = place(file, arena.random());
        int bit = arena.random().nextInt(BITS);
        arena.note("bit " + bit + " of byte " + at + " of " + file + " flips");
        byte flipped = NodeFiles.flip(file, at, bit);
        arena.cluster().launchNode(node);
        if (!becomesSound(arena, node, ring)) {
            arena.note(arena.names(victim) + " does not serve; its disk is replaced");
            arena.cluster().kill(node);
            WipedDisk.replace(arena, node, 0);
        } else if (this == LOG) {
            arena.last(MIN_DAMAGED_MS, MAX_DAMAGED_MS);
            takeBack(arena, file, at, bit, flipped);
        }
    }

    /** Until a node reads its whole log, within a day, it does not know of all damage; the faults to come are others. */
    private static void takeBack(Arena arena, Path file, long at, int bit, byte flipped) {
        if (NodeFiles.byteAt(file, at) == flipped) {
            arena.note("nobody has met that bit, it flips back");
            NodeFiles.flip(file, at, bit);
        }
    }

    private boolean becomesSound(Arena arena, int node, int ring) {
        for (int start = 1; start <= STARTS; start++) {
            if (!serves(arena, node, ring)) {
                return false;
            }
            if (!isReadLate || isLikeTheOthers(arena, ring)) {
                return true;
            }
            arena.cluster().kill(node);
            arena.cluster().launchNode(node);
        }
        return false;
    }

    private static boolean serves(Arena arena, int node, int ring) {
        String address = arena.cluster().spec().clientAddress(node, ring);
        arena.cluster()
                .await()
                .holds(
                        START_TIMEOUT,
                        () -> answers(arena, address) || !arena.cluster().isRunning(node));
        return answers(arena, address);
    }

    private static boolean answers(Arena arena, String address) {
        return !arena.cluster().view().runtimeInfo(address).isEmpty();
    }

    /** Has every replica read all it holds. */
    private static boolean isLikeTheOthers(Arena arena, int ring) {
        arena.cluster().awaitAllRegistered();
        try (AdminClient admin = arena.cluster().admin()) {
            Verify.Outcome outcome = new Verify(admin, arena.cluster().await().clock(), text -> {})
                    .run(
                            admin.ring(arena.cluster().spec().ringName(ring)),
                            arena.random().nextLong(Long.MAX_VALUE),
                            VERIFY_TIMEOUT);
            arena.note("replicas compared, differences: " + outcome.differences());
            return outcome.differences().isEmpty();
        } catch (AdminException e) {
            arena.note("replicas can not be compared: " + e.getMessage());
            return false;
        }
    }
}
