package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import io.ringmq.store.disk.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FaultTest {

    @Test
    void theLeaderAppliesNothingItHasNotStored() {
        List<HeldDisk> disks = new ArrayList<>();
        try (LocalCluster cluster = new LocalCluster(node -> {
                    disks.add(new HeldDisk());
                    return disks.get(node);
                })
                .startAll()) {
            Member leader = cluster.leader();
            leader.propose("before").results();
            HeldDisk held = disks.get(cluster.nodeOf(leader));
            held.hold();
            Outcome outcome = leader.propose("committed by the followers");
            cluster.followers(leader).forEach(follower -> follower.applier.awaitContains("committed by the followers"));
            assertFalse(outcome.isDone());
            assertEquals(List.of("before"), leader.applier.texts());
            held.release();
            assertEquals(1, outcome.results().size());
        }
    }

    @Test
    void aTargetWhoseDiskHangsLeavesLeadershipWhereItWas() throws Exception {
        List<HeldDisk> disks = new ArrayList<>();
        try (LocalCluster cluster = new LocalCluster(node -> {
                    disks.add(new HeldDisk());
                    return disks.get(node);
                })
                .startAll()) {
            Member leader = cluster.leader();
            leader.propose("before").results();
            Member target = cluster.followers(leader).get(0);
            target.applier.awaitContains("before");
            HeldDisk held = disks.get(cluster.nodeOf(target));
            held.hold();
            leader.propose("during").results();
            CompletableFuture<Void> transfer = leader.group.membership().transferLeadership(target.group.self());
            ExecutionException late = assertThrows(ExecutionException.class, () -> transfer.get(30, TimeUnit.SECONDS));
            assertTrue(late.toString().contains("the target did not take over leadership in time"), late::toString);
            leader.propose("after").results();
            held.release();
            target.applier.awaitContains("after");
            leader.group.membership().transferLeadership(target.group.self()).get(30, TimeUnit.SECONDS);
            target.applier.awaitLeading();
        }
    }

    @Test
    void aBrokenDiskStopsTheNodeAndTheGroupGoesOn() {
        List<HeldDisk> disks = new ArrayList<>();
        try (LocalCluster cluster = new LocalCluster(node -> {
                    disks.add(new HeldDisk());
                    return disks.get(node);
                })
                .startAll()) {
            Member leader = cluster.leader();
            leader.propose("before").results();
            disks.get(cluster.nodeOf(leader)).fail();
            Outcome outcome = leader.propose("during");
            leader.applier.awaitFailure();
            outcome.ended();
            assertEquals(RaftRole.FAILED, leader.group.status().role());
            assertInstanceOf(NotLeaderException.class, leader.propose("refused").failure());
            cluster.kill(leader);
            Member next = cluster.leader();
            next.propose("after").results();
            assertEquals("before", next.applier.texts().get(0));
        }
    }

    @Test
    void anExceptionWhileApplyingStopsTheNode() {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            Member leader = cluster.leader();
            leader.propose("before").results();
            leader.applier.throwNext(new IllegalStateException("a bug"));
            assertInstanceOf(
                    OutcomeUnknownException.class, leader.propose("poison").failure());
            leader.applier.awaitFailure();
            assertFalse(leader.group.isLeader());
            cluster.kill(leader);
            Member next = cluster.leader();
            next.propose("after").results();
            assertTrue(next.applier.texts().contains("after"));
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenLeadersDie() throws Exception {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
            for (int round = 0; round < 3; round++) {
                Member leader = cluster.leader();
                List<Outcome> outcomes = new ArrayList<>();
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    texts.add(round + "-" + i);
                    outcomes.add(leader.propose(texts.get(i)));
                }
                outcomes.get(50).results();
                int node = cluster.nodeOf(leader);
                cluster.kill(leader);
                for (int i = 0; i < outcomes.size(); i++) {
                    if (outcomes.get(i).ended()) {
                        acknowledged.add(texts.get(i));
                    }
                }
                cluster.leader().propose("round " + round).results();
                cluster.start(node);
            }
            Member leader = cluster.leader();
            leader.propose("end").results();
            for (Member member : cluster.up()) {
                member.applier.awaitContains("end");
                assertTrue(member.applier.texts().containsAll(acknowledged));
                assertEquals(leader.applier.texts(), member.applier.texts());
                assertEquals(leader.applier.bodyOffsets(), member.applier.bodyOffsets());
            }
        }
    }

    @Test
    void severalGroupsShareAProcess() {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            List<RecordingApplier> others = new ArrayList<>();
            List<RaftGroup> groups = new ArrayList<>();
            for (Member member : cluster.up()) {
                RecordingApplier applier = new RecordingApplier(0);
                others.add(applier);
                groups.add(member.host.open(cluster.options("second", new MemoryDisk()), applier));
            }
            cluster.leader().propose("first group").results();
            RaftGroup leading = awaitLeader(groups, others);
            Outcome outcome = new Outcome();
            leading.propose(List.of(new TextRecord("second group")), outcome, Runnable::run);
            outcome.results();
            others.forEach(applier -> applier.awaitContains("second group"));
            for (Member member : cluster.up()) {
                member.applier.awaitContains("first group");
                assertEquals(List.of("first group"), member.applier.texts());
            }
        }
    }

    private static RaftGroup awaitLeader(List<RaftGroup> groups, List<RecordingApplier> appliers) {
        for (RecordingApplier applier : appliers) {
            applier.await("a leader", applier::knowsLeader);
        }
        RaftPeer leader = appliers.get(0).knownLeader();
        return groups.stream()
                .filter(group -> group.self().equals(leader))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusesToStartFromFilesThatDoNotBelongTogether() throws Exception {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            Member leader = cluster.leader();
            leader.propose("one").results();
            int node = cluster.nodeOf(leader);
            cluster.kill(leader);
            assertThrows(StateMismatchException.class, () -> cluster.start(node, new RecordingApplier(1000)));
            cluster.disk(node).delete("raft-meta");
            String message = assertThrows(RaftStartException.class, () -> cluster.start(node))
                    .toString();
            assertTrue(message.contains("raft-meta is missing"), message);
        }
    }
}
