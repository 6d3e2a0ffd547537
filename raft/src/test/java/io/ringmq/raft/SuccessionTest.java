package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.raft.MembershipView.Progress;
import io.ringmq.raft.rpc.Doubt;
import io.ringmq.raft.rpc.Origin;
import io.ringmq.raft.rpc.PeerView;
import io.ringmq.raft.rpc.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuccessionTest {

    private static final RaftPeer A = new RaftPeer("a", 1);
    private static final RaftPeer B = new RaftPeer("b", 1);
    private static final RaftPeer LEARNER = new RaftPeer("l", 1);
    private static final List<Progress> OTHERS =
            List.of(progress(A, true, 90), progress(B, true, 100), progress(LEARNER, false, 110));

    private static Progress progress(RaftPeer peer, boolean voter, long matchIndex) {
        return new Progress(peer, voter, matchIndex, 0, 0, 0);
    }

    private static PeerView view(boolean fit) {
        return new PeerView(
                new Origin(new UUID(0, 1), 1, 1, List.of(), List.of(), Map.of()),
                new Standing(1, false, 1, Doubt.NONE, fit));
    }

    @Test
    void theFitVoterThatIsMostCaughtUpSucceeds() {
        assertEquals(
                Optional.of(B),
                Succession.successor(OTHERS, Map.of(A, view(true), B, view(true), LEARNER, view(true))));
        assertEquals(Optional.of(A), Succession.successor(OTHERS, Map.of(A, view(true), B, view(false))));
    }

    @Test
    void nobodySucceedsWhoIsNotFitOrDoesNotAnswer() {
        assertEquals(Optional.empty(), Succession.successor(OTHERS, Map.of(A, view(false), LEARNER, view(true))));
    }
}
