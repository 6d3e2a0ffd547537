package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import io.ringmq.raft.watch.LeaderWatch.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leaders that should not lead: their disks hang, fail or are full. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GuardTest {

    private final List<HeldDisk> disks = new ArrayList<>();
    private final Set<Integer> full = ConcurrentHashMap.newKeySet();
    private final LocalCluster cluster = new LocalCluster(this::newDisk).withGuards(this::guards);

    private HeldDisk newDisk(int node) {
        disks.add(new HeldDisk());
        return disks.get(node);
    }

    private Guards guards(int node) {
        return new Guards(new Limits(50, 500, 600_000), () -> full.contains(node) ? "its disk is full" : null, "boot");
    }

    private void assertCannotTakeOver(Member leader, Member target) {
        assertThrows(
                ExecutionException.class,
                () -> leader.group
                        .membership()
                        .transferLeadership(target.group.self())
                        .get(30, TimeUnit.SECONDS));
        assertFalse(target.group.isLeader());
    }

    @Test
    void aLeaderWhoseDiskHangsHandsOverAndDoesNotLeadAgainWhileItHangs() {
        try (cluster) {
            Member first = cluster.startAll().leader();
            first.propose("before").results();
            HeldDisk disk = disks.get(cluster.nodeOf(first));
            disk.hold();
            first.propose("during");
            Member second = cluster.leaderAmong(cluster.followers(first));
            second.propose("after").results();
            assertCannotTakeOver(second, first);
            disk.release();
            first.applier.awaitContains("after");
        }
    }

    @Test
    void aLeaderWhoseDiskFailsLeavesTheRingToTheOthers() {
        try (cluster) {
            Member first = cluster.startAll().leader();
            first.propose("before").results();
            disks.get(cluster.nodeOf(first)).fail();
            first.propose("during").ended();
            Member second = cluster.leaderAmong(cluster.followers(first));
            second.propose("after").results();
            assertEquals(RaftRole.FAILED, first.group.status().role());
        }
    }

    @Test
    void aLeaderWithAFullDiskHandsOverToOneThatHasRoom() {
        try (cluster) {
            Member first = cluster.startAll().leader();
            first.propose("before").results();
            int fullToo = cluster.nodeOf(cluster.followers(first).get(0));
            Member withRoom = cluster.followers(first).get(1);
            full.add(fullToo);
            full.add(cluster.nodeOf(first));
            assertEquals(withRoom, cluster.leaderAmong(List.of(withRoom)));
            withRoom.propose("after").results();
            assertCannotTakeOver(withRoom, first);
            assertCannotTakeOver(withRoom, cluster.member(fullToo));
        }
    }

    @Test
    void ofNodesThatAreAllFullOneLeads() {
        try (cluster) {
            for (int node = 0; node < LocalCluster.NODES; node++) {
                full.add(node);
            }
            Member leader = cluster.startAll().leader();
            assertTrue(leader.propose("taken").results().size() > 0);
        }
    }
}
