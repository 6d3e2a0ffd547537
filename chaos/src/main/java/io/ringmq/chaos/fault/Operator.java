package io.ringmq.chaos.fault;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.member.MemberChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

/** Changes the members of all rings of an arena as an operator would, and waits until that is done. For one thread. */
final class Operator implements AutoCloseable {
    private static final Duration LONGEST_CHANGE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Arena arena;
    private final AdminClient admin;

    Operator(Arena arena) {
        this.arena = arena;
        this.admin = arena.cluster().admin();
    }

    /**
     * Removes a node from every ring.
     *
     * @throws io.ringmq.admin.cluster.AdminException as the others here, if the rings do not let it
     */
    void remove(int node) {
        everyRing(node, "leaves", (changes, ring) -> changes.remove(ring, address(node)));
    }

    /** Makes a node a learner of every ring, and does not wait until it has caught up. */
    void addLearner(int node) {
        everyRing(node, "is to be a learner of", (changes, ring) -> changes.addLearner(ring, address(node)));
    }

    /** Makes a node a voter of every ring. */
    void add(int node) {
        everyRing(node, "is to be a voter of", (changes, ring) -> changes.add(ring, address(node)));
    }

    private String address(int node) {
        return arena.cluster().spec().raftAddress(node);
    }

    private void everyRing(int node, String what, BiConsumer<MemberChanges, String> change) {
        for (int ring = 0; ring < arena.cluster().spec().rings(); ring++) {
            String name = arena.cluster().spec().ringName(ring);
            arena.note(arena.cluster().spec().nodeName(node) + " " + what + " " + name);
            Instant deadline = arena.cluster().await().clock().instant().plus(LONGEST_CHANGE);
            change.accept(new MemberChanges(admin, () -> waitsUntil(deadline), arena::note), name);
        }
    }

    private boolean waitsUntil(Instant deadline) {
        arena.cluster().await().pause(BETWEEN_LOOKS);
        return arena.cluster().await().clock().instant().isBefore(deadline);
    }

    @Override
    public void close() {
        admin.close();
    }
}
