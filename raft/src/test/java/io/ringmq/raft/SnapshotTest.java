package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SnapshotTest {

    @TempDir
    private Path root;

    private LocalCluster cluster() {
        return new LocalCluster().withSnapshots(root, Long.MAX_VALUE);
    }

    private static long take(Member member) throws Exception {
        return member.group.snapshots().take().get(30, TimeUnit.SECONDS);
    }

    private static void proposeToAll(LocalCluster cluster, String text) {
        cluster.leader().propose(text).results();
        cluster.up().forEach(member -> member.applier.awaitContains(text));
    }

    private static void takeTwo(LocalCluster cluster) throws Exception {
        for (String text : List.of("one", "two")) {
            proposeToAll(cluster, text);
            for (Member member : cluster.up()) {
                assertEquals(member.applier.lastIndex(), take(member));
            }
        }
        proposeToAll(cluster, "three");
    }

    @Test
    void theLogIsTruncatedToTheSnapshotBeforeAndTheNodesStartFromThere() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            takeTwo(cluster);
            List<RecordingApplier> before = new ArrayList<>();
            for (Member member : cluster.up()) {
                Member current = member;
                member.applier.await(
                        "a truncated log", () -> current.group.log().firstIndex() > 1);
                assertTrue(member.group.log().confFrames().isEmpty());
                assertEquals(0, member.group.log().startOffset());
                before.add(member.applier);
            }
            cluster.up().forEach(cluster::kill);
            for (int node = 0; node < LocalCluster.NODES; node++) {
                cluster.start(node, new RecordingApplier(before.get(node).lastIndex()));
            }
            assertEquals(cluster.peers(), cluster.leader().group.status().members());
            proposeToAll(cluster, "four");
            // The configuration entry of the new leader makes this one differ from the last.
            assertTrue(take(cluster.leader()) > before.get(0).lastIndex());
        }
    }

    @Test
    void aStateThatIsGoneIsRestoredFromTheSnapshot() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            takeTwo(cluster);
            Member victim = cluster.followers(cluster.leader()).get(0);
            victim.applier.await("a truncated log", () -> victim.group.log().firstIndex() > 1);
            int node = cluster.nodeOf(victim);
            cluster.kill(victim);
            assertThrows(StateMismatchException.class, () -> cluster.start(node, new RecordingApplier(0)));
            Path state = root.resolve("restored");
            assertNotNull(cluster.snapshotFiles(node).restore(state));
            Member back = cluster.start(node, RecordingApplier.from(state));
            back.applier.awaitContains("three");
            assertEquals(List.of("one", "two", "three"), back.applier.texts());
        }
    }

    @Test
    void aSnapshotOfNothingNewIsTheOneBeforeAndLeavesTheLogAlone() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            proposeToAll(cluster, "one");
            Member leader = cluster.leader();
            long first = take(leader);
            assertEquals(first, take(leader));
            assertEquals(1, leader.group.log().firstIndex());
            assertEquals(
                    first,
                    Objects.requireNonNull(leader.group.snapshots().newest()).index());
            // The followers have all entries still.
            proposeToAll(cluster, "two");
        }
    }

    @Test
    void snapshotsAreTakenWhenEnoughWasWritten() throws Exception {
        try (LocalCluster cluster =
                new LocalCluster().withSnapshots(root, 100_000).startAll()) {
            for (int round = 0; round < 3; round++) {
                proposeToAll(cluster, round + "x".repeat(120_000));
                long index = cluster.leader().applier.lastIndex();
                for (Member member : cluster.up()) {
                    member.applier.await("a snapshot", () -> {
                        var newest = member.group.snapshots().newest();
                        return newest != null && newest.index() >= index;
                    });
                }
            }
        }
    }
}
