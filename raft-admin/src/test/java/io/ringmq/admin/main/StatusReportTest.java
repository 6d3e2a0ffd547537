package io.ringmq.admin.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.admin.cluster.Replica;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.body.ReplicaStatusBody.LogView;
import io.ringmq.remoting.body.ReplicaStatusBody.NodeView;
import io.ringmq.remoting.body.ReplicaStatusBody.PeerView;
import io.ringmq.remoting.body.ReplicaStatusBody.RaftView;
import io.ringmq.remoting.body.ReplicaStatusBody.ScrubView;
import io.ringmq.remoting.body.ReplicaStatusBody.SnapshotView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final List<String> MEMBERS = List.of("h:0", "h:1", "h:2");

    private static final List<PeerView> PEERS =
            List.of(new PeerView("h:1", true, 88, 12, 12_000, 40), new PeerView("h:9", false, 0, 100, 100_000, -1));

    private final Replica leader = replica(0, "leader", 2, 100, null);
    private final Replica follower = replica(1, "follower", 2, 90, null);

    @Test
    void lagIsBehindTheLeader() {
        Ring ring = new Ring("r", List.of(leader, follower, replica(2, "follower", 2, 100, null)));
        assertTrue(ring.isHealthy());
        List<String> lines = StatusReport.table(List.of(ring)).lines().toList();
        assertEquals("r", lines.get(0));
        assertEquals(
                List.of("n1", "c:1", "follower", "2", "90", "90", "88", "10", "10000", "40", "5", "80", "3m", "-"),
                List.of(lines.get(3).strip().split(" +")));
        assertEquals(
                List.of(
                        "-", "(raft)", "h:9", "learner", "?", "?", "?", "0", "100", "100000", "never", "?", "?", "?",
                        "?"),
                List.of(lines.get(6).strip().split(" +")));
        assertEquals("does not stand for election: maintenance", lines.get(5).strip());
    }

    @Test
    void theLeaderIsWhoLeadsInTheHighestTerm() {
        Replica deposed = replica(2, "leader", 1, 80, null);
        assertEquals(leader, new Ring("r", List.of(deposed, leader)).leader().orElseThrow());
    }

    @Test
    void aReplicaThatIsAwayOrFailedIsShownWithItsReason() {
        Replica silent = new Replica("c:2", null, "did not answer");
        Ring away = new Ring("r", List.of(leader, follower, silent));
        assertFalse(away.isHealthy());
        assertTrue(StatusReport.table(List.of(away)).contains("c:2: did not answer"));
        assertTrue(StatusReport.json(List.of(away)).contains("{\"address\":\"c:2\",\"problem\":\"did not answer\"}"));

        Ring failed = new Ring("r", List.of(leader, follower, replica(2, "failed", 2, 0, "disk gone")));
        assertFalse(failed.isHealthy());
        assertTrue(StatusReport.table(List.of(failed)).contains("FAILED: disk gone"));
    }

    @Test
    void aRingWithoutLeaderHasNoLag() {
        Ring ring = new Ring("r", List.of(follower));
        assertFalse(ring.isHealthy());
        String table = StatusReport.table(List.of(ring));
        assertTrue(table.startsWith("r: NO LEADER ANSWERS"), table);
        assertTrue(table.contains("?"), table);
    }

    @Test
    void damageIsToldOfAndWhenTheLogsWereLastRead() {
        String table = StatusReport.table(List.of(new Ring("r", List.of(leader, follower))));
        assertTrue(table.contains("SCRUBBED"), table);
        assertTrue(table.contains("2h"), table);
        assertFalse(table.contains("0 places"), table);
        Replica damaged = replica(3, "follower", 7, 90, null);
        String told = StatusReport.table(List.of(new Ring("r", List.of(damaged))));
        assertTrue(told.contains("its logs were damaged at 3 places, 0 of them are mended"), told);
    }

    private static Replica replica(int node, String role, long term, long index, @Nullable String failure) {
        ReplicaStatusBody status = new ReplicaStatusBody(
                "r",
                "n" + node,
                new RaftView(
                        "h:" + node,
                        role,
                        term,
                        "h:0",
                        MEMBERS,
                        role.equals("leader") ? PEERS : List.of(),
                        node == 2 ? List.of("maintenance") : List.of()),
                new LogView(index, index, index, index, 0, index * 1_000),
                new SnapshotView(80, 1_000, 200_000),
                new NodeView(1, true, 5L << 20, new ScrubView(node == 1 ? -1 : 7_300_000, 9, node > 2 ? node : 0, 0)),
                failure);
        return new Replica("c:" + node, status, null);
    }
}
