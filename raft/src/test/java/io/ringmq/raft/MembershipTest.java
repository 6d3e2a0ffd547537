package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import io.ringmq.raft.MembershipException.Reason;
import io.ringmq.raft.MembershipView.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class MembershipTest {

    private static final int JOINER = LocalCluster.JOINER;

    private final LocalCluster cluster = new LocalCluster(LocalCluster.PATIENT);

    private static void done(CompletableFuture<Void> change) throws Exception {
        change.get(30, TimeUnit.SECONDS);
    }

    private static Throwable refused(CompletableFuture<Void> change) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, () -> done(change)).getCause());
    }

    private static void assertRefused(Reason reason, CompletableFuture<Void> change) {
        assertEquals(
                reason,
                assertInstanceOf(MembershipException.class, refused(change)).reason());
    }

    private static GroupMembership membership(Member member) {
        return member.group.membership();
    }

    private static Progress progress(Member leader, RaftPeer peer) {
        return membership(leader).view().progress().stream()
                .filter(progress -> progress.peer().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    private static void until(String what, BooleanSupplier condition) {
        Executor later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            assertTrue(looks < 1_500, "gave up waiting until " + what);
            CompletableFuture.runAsync(() -> {}, later).join();
        }
    }

    private static void promoteWhenCaughtUp(Member leader, RaftPeer learner) throws Exception {
        until(learner + " has caught up", () -> {
            Progress progress = progress(leader, learner);
            return progress.lastContactMs() < 1_000 && progress.matchIndex() > 0 && progress.lagEntries() == 0;
        });
        done(membership(leader).promote(learner));
    }

    private static Member addVoter(Member leader, Member joiner) throws Exception {
        done(membership(leader).addLearner(joiner.group.self()));
        promoteWhenCaughtUp(leader, joiner.group.self());
        return joiner;
    }

    @Test
    void aRingAtRestGivesAVoteAgainAndAgain() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            Member joiner = cluster.start(JOINER);
            for (int round = 0; round < 10; round++) {
                addVoter(leader, joiner);
                done(membership(leader).remove(joiner.group.self()));
            }
            // The entries that this has written, some of them without records, are applied by everybody.
            leader.propose("after").results();
            for (Member member : cluster.followers(leader)) {
                if (member != joiner) {
                    member.applier.awaitContains("after");
                }
            }
        }
    }

    @Test
    void aNodeThatWaitsIsAddedPromotedAndLeads() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            leader.propose("before").results();
            Member joiner = cluster.start(JOINER);
            RaftPeer added = joiner.group.self();
            assertEquals(RaftRole.OUTSIDER, joiner.group.status().role());
            assertEquals(List.of(), joiner.group.status().members());

            done(membership(leader).addLearner(added));
            joiner.applier.awaitContains("before");
            assertEquals(RaftRole.LEARNER, joiner.group.status().role());
            assertEquals(List.of(added), membership(leader).view().learners());
            assertEquals(cluster.peers(), membership(leader).view().voters());
            assertRefused(Reason.ALREADY_MEMBER, membership(leader).addLearner(added));

            promoteWhenCaughtUp(leader, added);
            assertEquals(4, leader.group.status().members().size());
            assertEquals(List.of(), membership(leader).view().learners());
            assertRefused(Reason.ALREADY_MEMBER, membership(leader).promote(added));
            leader.group.membership().transferLeadership(added).get(30, TimeUnit.SECONDS);
            joiner.applier.awaitLeading();
            assertEquals(List.of("AFTER"), joiner.propose("after").results());
        }
    }

    @Test
    void aVoterThatWasALearnerCallsForElections() throws Exception {
        try (cluster) {
            Member first = cluster.startAll().leader();
            first.propose("one").results();
            List<Member> others = cluster.followers(first);
            for (int node : new int[] {JOINER, JOINER + 1}) {
                Member joiner = cluster.start(node);
                done(membership(first).addLearner(joiner.group.self()));
                joiner.applier.awaitContains("one");
                // It starts again as the learner that it is by its log, without an election timer.
                cluster.kill(joiner);
                Member learner = cluster.start(node);
                learner.applier.awaitFollowing();
                promoteWhenCaughtUp(first, learner.group.self());
            }
            for (Member old : others) {
                done(membership(first).remove(old.group.self()));
                cluster.kill(old);
            }
            assertEquals(3, membership(first).view().voters().size());
            cluster.kill(first);
            assertEquals(List.of("TWO"), cluster.leader().propose("two").results());
        }
    }

    @Test
    void nothingIsLostWhileEveryVoterIsReplaced() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            List<Member> others = cluster.followers(leader);
            List<String> sent = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 50; i++) {
                    sent.add(round + "-" + i);
                }
                List<Outcome> outcomes = sent.subList(sent.size() - 50, sent.size()).stream()
                        .map(leader::propose)
                        .toList();
                Member joiner = addVoter(leader, cluster.start(JOINER + round));
                done(membership(leader).remove(others.get(round).group.self()));
                outcomes.forEach(Outcome::results);
                joiner.applier.awaitTexts(sent);
                RaftGroup removed = others.get(round).group;
                until("the removed node knows it", () -> removed.status().role() == RaftRole.OUTSIDER);
            }
            assertFalse(membership(leader)
                    .view()
                    .voters()
                    .contains(others.get(0).group.self()));
        }
    }

    @Test
    void aLeaderHandsOverInsteadOfRemovingItself() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            RaftPeer self = leader.group.self();
            NotLeaderException handed = assertInstanceOf(
                    NotLeaderException.class, refused(membership(leader).remove(self)));
            Member successor = cluster.leader();
            assertEquals(successor.group.self(), handed.leader());
            done(membership(successor).remove(self));
            assertEquals(2, membership(successor).view().voters().size());
            assertInstanceOf(
                    NotLeaderException.class, refused(membership(leader).remove(self)));
            successor.propose("on").results();
        }
    }

    @Test
    void whatWouldLoseTheQuorumIsRefused() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            List<Member> others = cluster.followers(leader);
            RaftPeer dead = others.get(0).group.self();
            RaftPeer live = others.get(1).group.self();
            cluster.kill(others.get(0));
            until("the dead peer is noticed", () -> progress(leader, dead).lastContactMs() > 2_500);
            assertRefused(Reason.NO_QUORUM, membership(leader).remove(live));
            done(membership(leader).remove(dead));
            done(membership(leader).remove(live));
            assertRefused(Reason.LAST_VOTER, membership(leader).remove(leader.group.self()));
            assertEquals(List.of("ALONE"), leader.propose("alone").results());
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            RaftPeer nobody = new RaftPeer("127.0.0.1", 1);
            assertRefused(Reason.UNKNOWN_PEER, membership(leader).remove(nobody));
            assertRefused(Reason.UNKNOWN_PEER, membership(leader).promote(nobody));
            assertRefused(Reason.UNREACHABLE, membership(leader).addLearner(nobody));
            Member follower = cluster.followers(leader).get(0);
            NotLeaderException elsewhere = assertInstanceOf(
                    NotLeaderException.class, refused(membership(follower).addLearner(nobody)));
            assertEquals(leader.group.self(), elsewhere.leader());
            assertEquals(List.of(), membership(follower).view().progress());
            assertEquals(
                    Set.copyOf(cluster.peers()),
                    Set.copyOf(membership(follower).view().voters()));
        }
    }

    @Test
    void theLogKnowsTheMembersBetterThanTheFile() throws Exception {
        try (cluster) {
            Member leader = cluster.startAll().leader();
            List<Member> others = cluster.followers(leader);
            Member joiner = addVoter(leader, cluster.start(JOINER));
            done(membership(leader).remove(others.get(0).group.self()));
            List<RaftPeer> members = membership(leader).view().voters();
            until(
                    "the joiner knows the members",
                    () -> joiner.group.status().members().equals(members));
            cluster.kill(joiner);
            Member again = cluster.start(JOINER);
            assertEquals(members, again.group.status().members());
            assertTrue(List.of(RaftRole.FOLLOWER, RaftRole.CANDIDATE, RaftRole.LEADER)
                    .contains(again.group.status().role()));
        }
    }
}
