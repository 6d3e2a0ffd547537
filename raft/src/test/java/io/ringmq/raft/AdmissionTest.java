package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class AdmissionTest {

    private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final LocalCluster cluster = new LocalCluster(LocalCluster.PATIENT);

    private static void until(String what, BooleanSupplier condition) {
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            assertTrue(looks < 1_500, "gave up waiting until " + what);
            CompletableFuture.runAsync(() -> {}, LATER).join();
        }
    }

    private static void staysTrue(BooleanSupplier condition) {
        for (int looks = 0; looks < 60; looks++) {
            assertTrue(condition.getAsBoolean());
            CompletableFuture.runAsync(() -> {}, LATER).join();
        }
    }

    private static RaftRole role(Member member) {
        return member.group.status().role();
    }

    @Test
    void aGroupIsFoundedByAllOfItsMembers() {
        try (cluster) {
            Member first = cluster.start(0);
            Member second = cluster.start(1);
            staysTrue(() -> role(first) == RaftRole.OUTSIDER && role(second) == RaftRole.OUTSIDER);
            cluster.start(2);
            assertEquals(List.of("A"), cluster.leader().propose("a").results());
        }
    }

    @Test
    void aVoterWithAnEmptyDiskNeitherVotesNorCounts() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            leader.propose("kept").results();
            Member wiped = cluster.followers(leader).get(0);
            Member other = cluster.followers(leader).get(1);
            RaftPeer peer = wiped.group.self();
            int node = cluster.nodeOf(wiped);
            int otherNode = cluster.nodeOf(other);
            cluster.kill(wiped);
            cluster.wipe(node);
            Member back = cluster.start(node);
            until("the node is held back", () -> role(back) == RaftRole.HELD_BACK);

            // Two of three are needed, and this one is none of them.
            cluster.kill(other);
            until("the leader has lost its majority", () -> !leader.group.isLeader());
            staysTrue(() -> !leader.group.isLeader() && role(back) == RaftRole.HELD_BACK);
            assertFalse(back.applier.texts().contains("kept"));

            cluster.start(otherNode);
            Member second = cluster.leader();
            second.group.membership().remove(peer).get(30, TimeUnit.SECONDS);
            until("the removed node waits", () -> role(back) == RaftRole.OUTSIDER);
            second.group.membership().addLearner(peer).get(30, TimeUnit.SECONDS);
            back.applier.awaitContains("kept");
            until(
                    "it has caught up",
                    () -> second.group.membership().view().progress().stream()
                            .anyMatch(progress -> progress.peer().equals(peer) && progress.lagEntries() == 0));
            second.group.membership().promote(peer).get(30, TimeUnit.SECONDS);
            until("it votes again", () -> role(back) == RaftRole.FOLLOWER);
        }
    }

    @Test
    void foundersComeBackWithoutAskingAndWithoutALog() {
        try (cluster) {
            cluster.startAll().leader();
            for (int node = 0; node < LocalCluster.NODES; node++) {
                cluster.kill(cluster.member(node));
            }
            cluster.start(0);
            cluster.start(1);
            cluster.leader().propose("a").results();
        }
    }
}
