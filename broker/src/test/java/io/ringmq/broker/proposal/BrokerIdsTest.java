package io.ringmq.broker.proposal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.RaftPeer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrokerIdsTest {
    @Test
    void anIdIsThatOfTheMemberAlone() {
        RaftPeer member = new RaftPeer("10.0.0.1", 9911);
        long id = BrokerIds.of(member);
        assertTrue(id > 0 && id < 1_000_000, "id " + id);
        assertEquals(id, BrokerIds.of(RaftPeer.parse(member.toString())));
        assertEquals(Optional.empty(), BrokerIds.holder(member, List.of(member, new RaftPeer("10.0.0.2", 9911))));
    }

    @Test
    void twoMembersWithOneIdAreFound() {
        Map<Long, RaftPeer> seen = new HashMap<>();
        RaftPeer same = null;
        RaftPeer peer = new RaftPeer("host", 9911);
        for (int host = 0; same == null; host++) {
            peer = new RaftPeer("host-" + host, 9911);
            same = seen.put(BrokerIds.of(peer), peer);
        }
        assertEquals(Optional.of(same), BrokerIds.holder(peer, List.of(peer, same)));
    }
}
