package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.ScrubStep;
import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import io.ringmq.store.disk.NioDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicas whose log is not any more what was written. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DamagedLogTest {

    private static final int BODY_CHARS = 100_000;
    private static final int ENTRIES = 130;
    private static final long SEGMENT_BYTES = 8 << 20;

    @TempDir
    private Path root;

    private final List<String> acknowledged = new ArrayList<>();

    private LocalCluster cluster() {
        return new LocalCluster(node -> new NioDisk(root.resolve("node" + node).resolve("raft")))
                .withSnapshots(root, Long.MAX_VALUE);
    }

    /** Makes entries; what a leader left open that stepped down meanwhile, as on a slow machine, is made again. */
    private void propose(LocalCluster cluster, String name, int count) {
        Member leader = cluster.leader();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = name + i + "x".repeat(BODY_CHARS);
            acknowledged.add(text);
            outcomes.add(leader.propose(text));
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

    /** A sealed segment on all nodes. */
    private void fill(LocalCluster cluster) {
        propose(cluster, "first", ENTRIES);
        write(cluster, "filled");
        for (Member member : cluster.up()) {
            member.applier.awaitContains("filled");
            assertTrue(member.group.log().endOffset() > SEGMENT_BYTES);
        }
    }

    private static long frameOffset(Member member, long index) {
        return Objects.requireNonNull(member.group.log().position(index)).frameOffset();
    }

    private static long indexAt(Member member, long offset) {
        return Objects.requireNonNull(member.group.log().frameContaining(offset))
                .index();
    }

    static void flip(Disk disk, long offset) throws IOException {
        long base = offset - offset % SEGMENT_BYTES;
        try (DiskFile file = disk.open("commitlog/%020d".formatted(base))) {
            ByteBuffer one = ByteBuffer.allocate(1);
            assertEquals(1, file.read(one, offset - base));
            one.put(0, (byte) (one.get(0) ^ 4));
            file.write(new ByteBuffer[] {one.flip()}, offset - base);
        }
    }

    private static void removeIndex(Disk disk) throws IOException {
        for (String name : disk.list("raftindex")) {
            disk.delete("raftindex/" + name);
        }
    }

    private void assertWhole(LocalCluster cluster) {
        write(cluster, "end");
        for (Member member : cluster.up()) {
            member.applier.awaitContains("end");
        }
        CommitLog expected = cluster.leader().group.log();
        for (Member member : cluster.up()) {
            CommitLog log = member.group.log();
            assertFalse(log.scrub(0, Long.MAX_VALUE).isDamaged());
            for (long index = 1; index <= expected.lastIndex(); index++) {
                assertEquals(frame(expected, index), frame(log, index));
            }
            assertTrue(member.applier.texts().containsAll(acknowledged));
        }
    }

    /** The frame as it lies on the disk. */
    private static ByteBuffer frame(CommitLog log, long index) {
        return log.frames(index, index, 1);
    }

    @Test
    void whatAScrubberFindsIsMendedOnFollowersAndOnTheLeader() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            fill(cluster);
            for (Member member : cluster.up()) {
                Disk disk = cluster.disk(cluster.nodeOf(member));
                // No two replicas are damaged in the same place.
                long index = indexAt(member, (1L + 2L * cluster.nodeOf(member)) << 20);
                flip(disk, frameOffset(member, index) + 8);
                flip(disk, frameOffset(member, index + 1) + 5_000);
            }
            for (Member member : cluster.up()) {
                CommitLog log = member.group.log();
                ScrubStep step = log.scrub(0, Long.MAX_VALUE);
                assertTrue(step.isDamaged());
                while (step.isDamaged()) {
                    assertTrue(member.group.mend(step.damagedOffset()));
                    step = log.scrub(step.damagedOffset(), Long.MAX_VALUE);
                }
                assertFalse(
                        cluster.disk(cluster.nodeOf(member)).list("quarantine").isEmpty());
            }
            assertWhole(cluster);
        }
    }

    @Test
    void aLeaderThatReadsADamagedEntryForAFollowerMendsItAndGoesOnLeading() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            write(cluster, "before");
            Member leader = cluster.leader();
            Member late = cluster.followers(leader).get(0);
            late.applier.awaitContains("before");
            int node = cluster.nodeOf(late);
            RecordingApplier applied = late.applier.restarted();
            cluster.kill(late);
            propose(cluster, "missed", ENTRIES);
            write(cluster, "last");
            // Whoever leads now has to read what the late one lacks.
            leader = cluster.leader();
            long damaged = indexAt(leader, 1 << 20);
            flip(cluster.disk(cluster.nodeOf(leader)), frameOffset(leader, damaged) + 70);
            cluster.start(node, applied);
            cluster.member(node).applier.awaitContains("last");
            assertNull(leader.group.status().failure());
            if (leader.group.isLeader()) {
                assertNotNull(leader.group.log().read(damaged));
            } else {
                assertTrue(leader.group.mend(frameOffset(leader, damaged)));
            }
            assertWhole(cluster);
        }
    }

    /** Header and index damaged: the log could only be opened cut short, which a voter must never be. */
    @Test
    void aFollowerThatWasDamagedWhileItWasDownIsWholeBeforeItTakesPart() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            fill(cluster);
            Member leader = cluster.leader();
            Member victim = cluster.followers(leader).get(0);
            int node = cluster.nodeOf(victim);
            long offset = frameOffset(victim, indexAt(victim, 5 << 20));
            long lastIndex = victim.group.log().lastIndex();
            long term = victim.group.term();
            cluster.kill(victim);
            flip(cluster.disk(node), offset + 16);
            removeIndex(cluster.disk(node));
            Member back = cluster.start(node, victim.applier.restarted());
            assertTrue(back.group.log().lastIndex() >= lastIndex);
            assertTrue(back.group.term() >= term);
            assertWhole(cluster);
        }
    }

    @Test
    void twoOfThreeAreMendedFromTheThirdAlthoughNobodyLeads() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            fill(cluster);
            List<Member> members = cluster.up();
            long offset = frameOffset(members.get(0), indexAt(members.get(0), 6 << 20));
            List<RecordingApplier> applied = new ArrayList<>();
            for (Member member : members) {
                applied.add(member.applier.restarted());
            }
            members.forEach(cluster::kill);
            for (int node = 1; node < LocalCluster.NODES; node++) {
                flip(cluster.disk(node), offset + 16 + 8L * node);
                removeIndex(cluster.disk(node));
            }
            for (int node = 0; node < LocalCluster.NODES; node++) {
                cluster.start(node, applied.get(node));
            }
            assertWhole(cluster);
        }
    }

    /** A configuration is read by every start. */
    @Test
    void aDamagedConfigurationIsMendedByTheStart() throws Exception {
        try (LocalCluster cluster = cluster().startAll()) {
            fill(cluster);
            Member victim = cluster.followers(cluster.leader()).get(0);
            int node = cluster.nodeOf(victim);
            long offset =
                    frameOffset(victim, victim.group.log().confFrames().get(0).index());
            cluster.kill(victim);
            flip(cluster.disk(node), offset + 66);
            cluster.start(node, victim.applier.restarted());
            assertWhole(cluster);
        }
    }
}
