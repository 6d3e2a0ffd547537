package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClusterTest {

    @Test
    void electsReplicatesAndAnswersInOrder() {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            Member leader = cluster.leader();
            assertTrue(leader.group.isLeader());
            assertEquals(List.of("A", "B"), leader.propose("a", "b").results());
            assertEquals(List.of("C"), leader.propose("c").results());
            for (Member member : cluster.up()) {
                member.applier.awaitTexts(List.of("a", "b", "c"));
                assertEquals(List.of("a", "b", "c"), member.applier.texts());
                assertEquals(leader.applier.bodyOffsets(), member.applier.bodyOffsets());
            }
            for (Member follower : cluster.followers(leader)) {
                assertFalse(follower.group.isLeader());
                assertEquals(leader.group.self(), follower.group.leader());
                NotLeaderException refused = assertInstanceOf(
                        NotLeaderException.class, follower.propose("x").failure());
                assertEquals(leader.group.self(), refused.leader());
            }
        }
    }

    @Test
    void survivesTheDeathOfItsLeader() {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            Member first = cluster.leader();
            first.propose("before").results();
            int node = cluster.nodeOf(first);
            cluster.kill(first);
            Member second = cluster.leader();
            assertTrue(second.group.term() > 1);
            second.propose("after").results();
            Member back = cluster.start(node);
            back.applier.awaitContains("after");
            assertEquals(List.of("before", "after"), back.applier.texts());
            back.applier.awaitFollowing();
        }
    }

    @Test
    void restartsWhereTheStateEnded() {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            cluster.leader().propose("one").results();
            List<RecordingApplier> before = new ArrayList<>();
            for (Member member : cluster.up()) {
                member.applier.awaitContains("one");
                before.add(member.applier);
            }
            cluster.up().forEach(cluster::kill);
            for (int node = 0; node < LocalCluster.NODES; node++) {
                cluster.start(node, new RecordingApplier(before.get(node).lastIndex()));
            }
            cluster.leader().propose("two").results();
            for (Member member : cluster.up()) {
                member.applier.awaitContains("two");
                assertEquals(List.of("two"), member.applier.texts());
            }
        }
    }

    @Test
    void lateMemberCatchesUpFromTheLog() throws Exception {
        try (LocalCluster cluster = new LocalCluster(LocalCluster.PATIENT).startAll()) {
            Member leader = cluster.leader();
            List<String> sent = new ArrayList<>();
            List<Outcome> outcomes = new ArrayList<>();
            String filler = "x".repeat(20_000);
            for (int i = 0; i < 300; i++) {
                sent.add(i + filler);
                outcomes.add(leader.propose(i + filler));
            }
            outcomes.forEach(Outcome::results);
            Member late = cluster.start(LocalCluster.JOINER);
            leader.group.membership().addLearner(late.group.self()).get(30, TimeUnit.SECONDS);
            late.applier.awaitTexts(sent);
            assertEquals(sent, late.applier.texts());
        }
    }

    @Test
    void handsLeadershipOver() throws Exception {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            Member first = cluster.leader();
            first.propose("one").results();
            Member target = cluster.followers(first).get(0);
            first.group.membership().transferLeadership(target.group.self()).get(30, TimeUnit.SECONDS);
            target.applier.awaitLeading();
            first.applier.awaitFollowing();
            assertFalse(first.group.isLeader());
            assertEquals(List.of("TWO"), target.propose("two").results());
            // Closing in order hands over as well.
            cluster.stop(target);
            cluster.leader().propose("three").results();
        }
    }

    @Test
    void readBarrierWaitsForWhatIsCommitted() throws Exception {
        try (LocalCluster cluster = new LocalCluster().startAll()) {
            Member leader = cluster.leader();
            for (int i = 0; i < 20; i++) {
                String text = "t" + i;
                leader.propose(text).results();
                for (Member follower : cluster.followers(leader)) {
                    follower.group.readBarrier().get(30, TimeUnit.SECONDS);
                    assertTrue(follower.applier.texts().contains(text));
                }
            }
            leader.group.readBarrier().get(30, TimeUnit.SECONDS);
        }
    }
}
