package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.LocalCluster.Member;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SoleSurvivorTest {
    private final LocalCluster cluster = new LocalCluster().startAll();

    @AfterEach
    void close() {
        cluster.close();
    }

    private SoleSurvivor open(int node) {
        return SoleSurvivor.open(
                LocalCluster.GROUP,
                cluster.peers().get(node),
                cluster.disk(node),
                cluster.options(LocalCluster.GROUP, node).log(),
                null);
    }

    private void writeAndLoseAll(String... texts) {
        cluster.leader().propose(texts).results();
        for (Member member : cluster.up()) {
            member.applier.awaitContains(texts[texts.length - 1]);
        }
        cluster.up().forEach(cluster::kill);
    }

    @Test
    void oneOfThreeGoesOnAloneWithAllItHad() throws IOException {
        writeAndLoseAll("one", "two");
        try (SoleSurvivor survivor = open(1)) {
            SoleSurvivor.Findings found = survivor.findings();
            assertEquals(cluster.peers(), found.voters());
            survivor.takeOver();
            assertEquals(List.of(cluster.peers().get(1)), survivor.findings().voters());
            assertTrue(survivor.findings().lastTerm() > found.lastTerm());
        }
        Member alone = cluster.start(1);
        alone.applier.awaitLeading();
        alone.propose("three").results();
        assertEquals(List.of("one", "two", "three"), alone.applier.texts());
        assertEquals(List.of(cluster.peers().get(1)), alone.group.status().members());
    }

    @Test
    void aNodeThatIsAloneAlreadyIsLeftAlone() throws IOException {
        writeAndLoseAll("one");
        try (SoleSurvivor survivor = open(0)) {
            survivor.takeOver();
            assertThrows(RaftStartException.class, survivor::takeOver);
        }
    }

    @Test
    void astrangerTakesNothingOver() throws IOException {
        writeAndLoseAll("one");
        RaftPeer stranger = new RaftPeer("10.0.0.9", 9911);
        try (SoleSurvivor survivor = SoleSurvivor.open(
                LocalCluster.GROUP,
                stranger,
                cluster.disk(0),
                cluster.options(LocalCluster.GROUP, 0).log(),
                null)) {
            RaftStartException refused = assertThrows(RaftStartException.class, survivor::takeOver);
            assertTrue(String.valueOf(refused.getMessage()).contains("10.0.0.9:9911"), refused.getMessage());
        }
    }

    @Test
    void anEmptyDirectoryHasNothingToRecover() {
        RaftStartException refused = assertThrows(
                RaftStartException.class,
                () -> SoleSurvivor.open(
                        LocalCluster.GROUP,
                        cluster.peers().get(0),
                        new MemoryDisk(),
                        cluster.options(LocalCluster.GROUP, 0).log(),
                        null));
        assertTrue(String.valueOf(refused.getMessage()).contains("nothing to recover"), refused.getMessage());
    }
}
