package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import io.ringmq.raft.watch.LeaderWatch.Limits;
import io.ringmq.store.commitlog.CommitLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that go down with the end of the log in their memory. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DoubtTest {

    private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final Map<Integer, String> boots = new ConcurrentHashMap<>();
    private final LocalCluster cluster = new LocalCluster(new RaftTiming(1_000, 300, 10))
            .withGuards(node -> new Guards(Limits.defaults(), () -> null, boots.getOrDefault(node, "first boot")));

    private static void until(String what, BooleanSupplier condition) {
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            assertTrue(looks < 2_500, "gave up waiting until " + what);
            CompletableFuture.runAsync(() -> {}, LATER).join();
        }
    }

    private static void staysTrue(BooleanSupplier condition) {
        for (int looks = 0; looks < 150; looks++) {
            assertTrue(condition.getAsBoolean());
            CompletableFuture.runAsync(() -> {}, LATER).join();
        }
    }

    private static RaftRole role(Member member) {
        return member.group.status().role();
    }

    /** The machine of a node that is down has lost what was behind this index. */
    private void powerCut(int node, long lastIndexKept) throws IOException {
        boots.put(node, "second boot");
        try (CommitLog log = CommitLog.open(
                cluster.disk(node), cluster.options(LocalCluster.GROUP, node).log(), Runnable::run)) {
            log.truncateSuffix(lastIndexKept);
        }
    }

    @Test
    void aNodeThatForgotWhatItAcknowledgedElectsNobodyWithoutIt() throws IOException {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            leader.propose("all have it").results();
            Member forgetful = cluster.followers(leader).get(0);
            Member behind = cluster.followers(leader).get(1);
            behind.applier.awaitContains("all have it");
            long before = behind.group.log().lastIndex();
            int leaderNode = cluster.nodeOf(leader);
            int forgetfulNode = cluster.nodeOf(forgetful);
            int behindNode = cluster.nodeOf(behind);
            cluster.kill(behind);
            leader.propose("two have it").results();
            cluster.kill(forgetful);
            cluster.kill(leader);
            powerCut(forgetfulNode, before);

            Member back = cluster.start(forgetfulNode);
            Member late = cluster.start(behindNode);
            until("it is in doubt", () -> role(back) == RaftRole.IN_DOUBT);
            staysTrue(() -> !back.group.isLeader() && !late.group.isLeader());
            cluster.kill(back);
            Member again = cluster.start(forgetfulNode);
            staysTrue(() -> role(again) == RaftRole.IN_DOUBT && !late.group.isLeader());

            cluster.start(leaderNode);
            Member second = cluster.leader();
            second.propose("later").results();
            assertEquals(List.of("all have it", "two have it", "later"), second.applier.texts());
            until("it votes again", () -> role(again) == RaftRole.FOLLOWER);
            cluster.kill(second);
            Member third = cluster.leader();
            third.propose("latest").results();
            assertEquals(List.of("all have it", "two have it", "later", "latest"), third.applier.texts());
        }
    }

    @Test
    void whenAllMachinesWereDownTheOneThatKeptMostLeads() throws IOException {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            leader.propose("kept by all").results();
            long before = leader.group.log().lastIndex();
            leader.propose("kept by one").results();
            int keeper = cluster.nodeOf(cluster.followers(leader).get(0));
            cluster.member(keeper).applier.awaitContains("kept by one");
            for (int node = 0; node < LocalCluster.NODES; node++) {
                cluster.kill(cluster.member(node));
                powerCut(node, node == keeper ? Long.MAX_VALUE : before);
            }
            cluster.startAll();
            Member next = cluster.leader();
            next.propose("next").results();
            assertEquals(List.of("kept by all", "kept by one", "next"), next.applier.texts());
            until(
                    "nobody is in doubt",
                    () -> cluster.up().stream().noneMatch(member -> role(member) == RaftRole.IN_DOUBT));
        }
    }

    @Test
    void aNodeThatWasStoppedInOrderVotesAtOnce() {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            leader.propose("forced at the stop").results();
            for (int node = 0; node < LocalCluster.NODES; node++) {
                cluster.stop(cluster.member(node));
                boots.put(node, "second boot");
            }
            Member first = cluster.start(0);
            cluster.start(1);
            staysTrue(() -> role(first) != RaftRole.IN_DOUBT);
            assertEquals(1, cluster.leader().propose("next").results().size());
        }
    }
}
