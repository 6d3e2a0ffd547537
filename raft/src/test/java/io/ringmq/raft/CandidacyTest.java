package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class CandidacyTest {

    private static final String REASON = "maintenance";

    private static void withhold(Member member) throws Exception {
        member.group.candidacy().withhold(REASON).get(30, TimeUnit.SECONDS);
    }

    private static void agree(LocalCluster cluster, Member leader, String text) {
        leader.propose(text).results();
        cluster.up().forEach(member -> member.applier.awaitContains(text));
    }

    @Test
    void aWithheldLeaderHandsOverAndDoesNotComeBack() throws Exception {
        try (LocalCluster cluster = new LocalCluster(LocalCluster.PATIENT)) {
            Member withheld = cluster.startAll().leader();
            agree(cluster, withheld, "one");
            withhold(withheld);
            Member second = cluster.leader();
            assertTrue(second != withheld);
            agree(cluster, second, "two");
            Member third = cluster.followers(second).stream()
                    .filter(member -> member != withheld)
                    .findFirst()
                    .orElseThrow();
            cluster.kill(second);
            assertSame(third, cluster.leader());
            agree(cluster, third, "three");
            assertEquals(Set.of(REASON), withheld.group.candidacy().reasons());
        }
    }

    @Test
    void leadershipIsNotHandedToAWithheldNode() throws Exception {
        try (LocalCluster cluster = new LocalCluster(LocalCluster.PATIENT)) {
            Member leader = cluster.startAll().leader();
            agree(cluster, leader, "one");
            List<Member> others = cluster.followers(leader);
            Member withheld = others.get(0);
            withhold(withheld);
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> leader.group
                            .membership()
                            .transferLeadership(withheld.group.self())
                            .get(30, TimeUnit.SECONDS));
            assertInstanceOf(RaftException.class, refused.getCause());
            assertTrue(leader.group.isLeader(), "nothing has changed");

            leader.group.membership().transferLeadership(null).get(30, TimeUnit.SECONDS);
            others.get(1).applier.awaitLeading();
            withheld.group.candidacy().resume(REASON);
            others.get(1)
                    .group
                    .membership()
                    .transferLeadership(withheld.group.self())
                    .get(30, TimeUnit.SECONDS);
            withheld.applier.awaitLeading();
        }
    }

    @Test
    void aWithheldNodeLeadsBeforeNobodyDoes() throws Exception {
        try (LocalCluster cluster = new LocalCluster()) {
            Member leader = cluster.startAll().leader();
            agree(cluster, leader, "one");
            List<Member> others = cluster.followers(leader);
            for (Member other : others) {
                withhold(other);
            }
            cluster.kill(leader);
            Member last = cluster.leader();
            assertEquals(List.of("TWO"), last.propose("two").results());
            others.forEach(other -> other.group.candidacy().resume(REASON));
        }
    }
}
