package io.ringmq.admin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.admin.cluster.Node;
import io.ringmq.admin.cluster.Replica;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.body.ReplicaStatusBody.LogView;
import io.ringmq.remoting.body.ReplicaStatusBody.NodeView;
import io.ringmq.remoting.body.ReplicaStatusBody.PeerView;
import io.ringmq.remoting.body.ReplicaStatusBody.RaftView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DowntimeTest {
    private final Picture three = new Picture(3);
    private final Picture five = new Picture(5);

    /** A ring r of nodes n0, which leads, n1, ... as a look finds it; everybody is well unless told otherwise. */
    private static final class Picture {
        private final int voters;
        private final Map<Integer, String> withheld = new HashMap<>();
        private final Map<Integer, Long> lagEntries = new HashMap<>();
        private final Map<Integer, Long> startedMs = new HashMap<>();
        private final List<Integer> dead = new ArrayList<>();
        private boolean leaderless;

        Picture(int voters) {
            this.voters = voters;
        }

        List<Ring> look() {
            List<Replica> replicas = IntStream.range(0, voters)
                    .filter(node -> !dead.contains(node))
                    .mapToObj(this::replica)
                    .toList();
            return List.of(new Ring("r", replicas));
        }

        Node node(int node) {
            return Node.find(look(), "n" + node);
        }

        private Replica replica(int node) {
            boolean leads = node == 0 && !leaderless;
            String reason = withheld.get(node);
            RaftView raft = new RaftView(
                    address(node),
                    leads ? "leader" : "follower",
                    1,
                    null,
                    IntStream.range(0, voters).mapToObj(Picture::address).toList(),
                    leads ? IntStream.range(1, voters).mapToObj(this::peer).toList() : List.of(),
                    reason == null ? List.of() : List.of(reason));
            NodeView view = new NodeView(startedMs.getOrDefault(node, 1L), reason != null, 0, null);
            return new Replica(
                    "c:" + node,
                    new ReplicaStatusBody("r", "n" + node, raft, new LogView(9, 9, 9, 9, 0, 9), null, view, null),
                    null);
        }

        private PeerView peer(int node) {
            return new PeerView(
                    address(node), true, 9, lagEntries.getOrDefault(node, 0L), 0, dead.contains(node) ? 60_000 : 10);
        }

        private static String address(int node) {
            return "h" + node + ":10900";
        }
    }

    private static List<String> againstMaintenance(Picture picture, int node) {
        return Downtime.againstMaintenance(picture.look(), picture.node(node));
    }

    private static List<String> beforeRestart(Picture picture, int node) {
        return Downtime.beforeRestart(picture.look(), picture.node(node));
    }

    @Test
    void aNodeOfAWholeRingMayGo() {
        for (int node = 0; node < 3; node++) {
            assertEquals(List.of(), againstMaintenance(three, node));
            assertEquals(List.of(), beforeRestart(three, node));
        }
        five.dead.add(4);
        assertEquals(List.of(), againstMaintenance(five, 0), "three of five are left");
    }

    @Test
    void theLastMajorityMayNot() {
        three.dead.add(2);
        assertEquals(
                List.of(
                        "r would be left without a majority if n1 stops: it takes 2 of its 3 voters, without n1 there are 1"
                                + " (h2:10900 does not answer)"),
                againstMaintenance(three, 1));
        assertEquals(1, againstMaintenance(new Picture(2), 0).size());
        assertEquals(1, againstMaintenance(new Picture(1), 0).size());
        three.dead.clear();
        three.lagEntries.put(2, 100_000L);
        assertTrue(againstMaintenance(three, 1).get(0).contains("n2 lacks 100000 entries, 0.0 MiB"));
    }

    @Test
    void somebodyMustBeLeftToLead() {
        three.withheld.put(1, "maintenance");
        assertEquals(List.of(), againstMaintenance(three, 0));
        three.withheld.put(2, "slow disk");
        assertEquals(
                List.of("r would be left without a possible leader (n1 does not stand for election: maintenance;"
                        + " n2 does not stand for election: slow disk)"),
                againstMaintenance(three, 0));
        assertEquals(List.of(), againstMaintenance(three, 1), "n0 can lead");
    }

    @Test
    void aDeadNodeInMaintenanceIsNotCountedTwice() {
        five.withheld.put(1, "maintenance");
        five.dead.add(1);
        five.withheld.put(2, "maintenance");
        five.withheld.put(3, "maintenance");
        assertEquals(List.of(), againstMaintenance(five, 0), "n4 can lead");
    }

    @Test
    void nothingIsKnownOfARingWithoutLeader() {
        three.leaderless = true;
        assertEquals(List.of("r has no leader that answers"), againstMaintenance(three, 0));
        assertEquals(List.of("r has no leader that answers"), beforeRestart(three, 0));
        assertEquals(List.of("r has no leader that answers"), Downtime.afterRestart(three.look(), three.node(0)));
    }

    @Test
    void aRestartWaitsForEveryOther() {
        five.lagEntries.put(3, 501L);
        assertEquals(List.of("r: n3 lacks 501 entries, 0.0 MiB"), beforeRestart(five, 0));
        assertEquals(List.of(), beforeRestart(five, 3), "what it lacks itself does not matter");
        five.lagEntries.put(3, 500L);
        assertEquals(List.of(), beforeRestart(five, 0));
    }

    @Test
    void aNodeIsBackWhenItRunsAnewAndLacksNothing() {
        Node before = three.node(1);
        assertEquals(List.of("r: n1 has not been restarted"), Downtime.afterRestart(three.look(), before));
        three.dead.add(1);
        assertEquals(List.of("r: h1:10900 does not answer"), Downtime.afterRestart(three.look(), before));
        three.dead.clear();
        three.startedMs.put(1, 2L);
        three.lagEntries.put(1, 900L);
        assertEquals(List.of("r: n1 lacks 900 entries, 0.0 MiB"), Downtime.afterRestart(three.look(), before));
        three.lagEntries.clear();
        assertEquals(List.of(), Downtime.afterRestart(three.look(), before));
    }

    @Test
    void leadersComeLastAndWhatWasBegunFirst() {
        Node leads = new Node("n0", "h0:1", "c:0", 1, false, List.of("a", "b"));
        Node follows = new Node("n1", "h1:1", "c:1", 1, false, List.of());
        Node leadsOne = new Node("n2", "h2:1", "c:2", 1, false, List.of("c"));
        Node begun = new Node("n3", "h3:1", "c:3", 1, true, List.of("d"));
        assertEquals(
                List.of(begun, follows, leadsOne, leads), Downtime.order(List.of(leads, follows, leadsOne, begun)));
    }
}
