package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import io.ringmq.raft.snapshot.InstallDirectory;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CopiedFrames;
import io.ringmq.store.disk.NioDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicas whose next entry the leader has no more. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CatchUpTest {

    private static final int BODY_CHARS = 100_000;

    @TempDir
    private Path root;

    /** Nodes on real files, which can take the place of each other. */
    private LocalCluster cluster(long copyBytesPerSecond) {
        return new LocalCluster(node -> new NioDisk(nodeRoot(node).resolve("raft")))
                .withSnapshots(root, Long.MAX_VALUE)
                .withInstall(copyBytesPerSecond);
    }

    private Path nodeRoot(int node) {
        return root.resolve("node" + node);
    }

    /** Makes entries; what a leader left open that stepped down meanwhile, as on a slow machine, is made again. */
    private static void propose(LocalCluster cluster, String name, int count) {
        Member leader = cluster.leader();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outcomes.add(leader.propose(name + i + "x".repeat(BODY_CHARS)));
        }
        for (int i = 0; i < count; i++) {
            if (!outcomes.get(i).ended()) {
                write(cluster, name + i + "x".repeat(BODY_CHARS));
            }
        }
    }

    private static void write(LocalCluster cluster, String text) {
        boolean written = cluster.leader().propose(text).ended();
        while (!written) {
            written = cluster.leader().propose(text).ended();
        }
    }

    private static void snapshot(LocalCluster cluster, String text) throws Exception {
        write(cluster, text);
        for (Member member : cluster.up()) {
            member.applier.awaitContains(text);
            member.group.snapshots().take().get(30, TimeUnit.SECONDS);
        }
    }

    /** Truncates the logs of those that are up beyond what the others have. */
    private static void truncate(LocalCluster cluster, long index) throws Exception {
        snapshot(cluster, "first snapshot");
        snapshot(cluster, "second snapshot");
        for (Member member : cluster.up()) {
            member.applier.await("a truncated log", () -> member.group.log().firstIndex() > index + 1);
        }
    }

    /** A replica that is down, and what it had applied. */
    private record Down(int node, RecordingApplier applier) {}

    /** A follower that went down behind a first entry and misses so many, which Raft has truncated. */
    private static Down behind(LocalCluster cluster, int missed) throws Exception {
        write(cluster, "before");
        Member victim = cluster.followers(cluster.leader()).get(0);
        victim.applier.awaitContains("before");
        Down down = new Down(cluster.nodeOf(victim), victim.applier);
        cluster.kill(victim);
        propose(cluster, "missed", missed);
        truncate(cluster, victim.applier.lastIndex());
        return down;
    }

    /** Makes so many entries which a node that joins later cannot get from Raft, because they are truncated. */
    private static void outOfReach(LocalCluster cluster, int missed) throws Exception {
        propose(cluster, "missed", missed);
        truncate(cluster, 1);
    }

    /** Starts the node that waits to be added, and adds it. */
    private static Member join(LocalCluster cluster) throws Exception {
        Member joiner = cluster.start(LocalCluster.JOINER, new RecordingApplier(0));
        cluster.leader().group.membership().addLearner(joiner.group.self()).get(30, TimeUnit.SECONDS);
        return joiner;
    }

    private static void assertSame(Member one, Member other) {
        other.applier.awaitContains("end");
        one.applier.awaitContains("end");
        assertEquals(one.applier.texts(), other.applier.texts());
        CommitLog log = one.group.log();
        CommitLog copy = other.group.log();
        long index = Math.min(log.lastIndex(), copy.lastIndex());
        assertEquals(log.pointAfter(index), copy.pointAfter(index));
        assertEquals(log.startOffset(), copy.startOffset());
    }

    @Test
    void missedEntriesThatAreStillOnTheLeadersDiskAreTakenInWhileWritesGoOn() throws Exception {
        try (LocalCluster cluster = cluster(Long.MAX_VALUE).startAll()) {
            Down down = behind(cluster, 100);
            Member back = cluster.start(down.node(), down.applier().restarted());
            propose(cluster, "meanwhile", 50);
            write(cluster, "end");
            assertSame(cluster.leader(), back);
            assertNull(back.installed());
        }
    }

    /** Nothing but the copy reads it there: without the leader's help the copy would be asked for, and refused, for ever. */
    @Test
    void aFrameThatIsDamagedOnTheLeaderIsMendedBeforeItIsGivenOut() throws Exception {
        try (LocalCluster cluster = cluster(Long.MAX_VALUE).startAll()) {
            Down down = behind(cluster, 100);
            Member leader = cluster.leader();
            long missed = down.applier().lastIndex() + 1;
            long offset = CopiedFrames.offset(leader.group.log().frames(missed, missed, 1));
            DamagedLogTest.flip(cluster.disk(cluster.nodeOf(leader)), offset + 70);
            Member back = cluster.start(down.node(), down.applier().restarted());
            write(cluster, "end");
            assertSame(cluster.leader(), back);
            assertFalse(leader.group.log().scrub(0, Long.MAX_VALUE).isDamaged());
        }
    }

    @Test
    void anEmptyReplicaGetsLogAndState() throws Exception {
        try (LocalCluster cluster = cluster(Long.MAX_VALUE).startAll()) {
            write(cluster, "before");
            outOfReach(cluster, 100);
            join(cluster);
            Member back = replaceFiles(cluster, LocalCluster.JOINER);
            propose(cluster, "meanwhile", 20);
            write(cluster, "end");
            assertSame(cluster.leader(), back);
            assertEquals(1, back.group.log().firstIndex());
        }
    }

    @Test
    void aReplicaBelowTheLeadersLogGetsALaterStart() throws Exception {
        try (LocalCluster cluster = cluster(Long.MAX_VALUE).startAll()) {
            Down down = behind(cluster, 200);
            for (Member member : cluster.up()) {
                member.group.log().deleteSegmentsBefore(Long.MAX_VALUE);
                assertTrue(member.group.log().startOffset() > 0);
            }
            byte[] origin = Files.readAllBytes(origin(down.node()));
            cluster.start(down.node(), down.applier().restarted());
            Member back = replaceFiles(cluster, down.node());
            assertArrayEquals(origin, Files.readAllBytes(origin(down.node())), "a copy changes who this directory is");
            write(cluster, "end");
            assertSame(cluster.leader(), back);
            // It can start again by itself, and knows the members although its log may not name them.
            cluster.kill(back);
            Member again = cluster.start(down.node(), back.applier.restarted());
            write(cluster, "again");
            again.applier.awaitContains("again");
            assertEquals(cluster.peers(), again.group.status().members());
        }
    }

    private Path origin(int node) {
        return nodeRoot(node).resolve("raft/raft-origin");
    }

    private Member replaceFiles(LocalCluster cluster, int node) throws Exception {
        Member member = cluster.member(node);
        member.applier.await("a complete copy", () -> member.installed() != null);
        cluster.kill(member);
        InstallDirectory directory = Objects.requireNonNull(member.installed());
        assertTrue(directory.commit(cluster.options(LocalCluster.GROUP, node).log()));
        return cluster.start(node, RecordingApplier.from(nodeRoot(node).resolve("state")));
    }

    @Test
    void aCopyGoesOnWithAnotherLeader() throws Exception {
        try (LocalCluster cluster = cluster(4 << 20).startAll()) {
            Down down = behind(cluster, 100);
            Member back = cluster.start(down.node(), down.applier().restarted());
            back.applier.awaitContains("missed20" + "x".repeat(BODY_CHARS));
            Member first = cluster.leader();
            cluster.kill(first);
            Member second = cluster.leader();
            write(cluster, "end");
            assertSame(second, back);
        }
    }

    @Test
    void aCopyGoesOnAfterARestart() throws Exception {
        try (LocalCluster cluster = cluster(4 << 20).startAll()) {
            outOfReach(cluster, 150);
            int node = LocalCluster.JOINER;
            Member begun = join(cluster);
            Path firstSegment = nodeRoot(node).resolve("install/raft/commitlog/%020d".formatted(0));
            begun.applier.await("a part of the copy", () -> sizeBytes(firstSegment) > 3 << 20);
            cluster.kill(begun);
            cluster.start(node, new RecordingApplier(0));
            Member back = replaceFiles(cluster, node);
            write(cluster, "end");
            assertSame(cluster.leader(), back);
        }
    }

    /** Else attempts that fail one after the other would keep snapshots and log there, and keep others from copying. */
    @Test
    void aCopyThatIsGivenUpIsForgottenAtItsSource() throws Exception {
        try (LocalCluster cluster = cluster(4 << 20).startAll()) {
            outOfReach(cluster, 150);
            Member begun = join(cluster);
            Path firstSegment = nodeRoot(LocalCluster.JOINER).resolve("install/raft/commitlog/%020d".formatted(0));
            begun.applier.await("a part of the copy", () -> sizeBytes(firstSegment) > 1 << 20);
            Member leader = cluster.leader();
            Path offered = newestSnapshot(cluster, leader);
            cluster.stop(begun);
            snapshot(cluster, "a later snapshot");
            leader.applier.await("the removal of the snapshot before", () -> !Files.exists(offered));
        }
    }

    private Path newestSnapshot(LocalCluster cluster, Member member) {
        long index = Objects.requireNonNull(member.group.snapshots().newest()).index();
        return nodeRoot(cluster.nodeOf(member)).resolve("snapshots/%020d".formatted(index));
    }

    private static long sizeBytes(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSnapshotThatIsDamagedOnTheLeaderIsReplacedByAnother() throws Exception {
        try (LocalCluster cluster = cluster(Long.MAX_VALUE).startAll()) {
            outOfReach(cluster, 5);
            Member leader = cluster.leader();
            Path texts = newestSnapshot(cluster, leader).resolve("state/texts");
            byte[] damaged = Files.readAllBytes(texts);
            damaged[100] ^= 1;
            Files.write(texts, damaged);
            write(cluster, "something new");
            join(cluster);
            Member back = replaceFiles(cluster, LocalCluster.JOINER);
            write(cluster, "end");
            assertSame(cluster.leader(), back);
        }
    }
}
