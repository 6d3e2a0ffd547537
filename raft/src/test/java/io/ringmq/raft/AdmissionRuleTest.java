package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.raft.AdmissionRule.Kind;
import io.ringmq.raft.AdmissionRule.Verdict;
import io.ringmq.raft.rpc.Origin;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AdmissionRuleTest {

    private static final RaftPeer A = new RaftPeer("a", 1);
    private static final RaftPeer B = new RaftPeer("b", 1);
    private static final RaftPeer C = new RaftPeer("c", 1);
    private static final RaftPeer D = new RaftPeer("d", 1);
    private static final List<RaftPeer> ABC = List.of(A, B, C);
    private static final List<RaftPeer> ABCD = List.of(A, B, C, D);
    private static final UUID OURS = new UUID(0, 3);
    private static final UUID LOST = new UUID(0, 4);

    private final AdmissionRule founder = new AdmissionRule(C, OURS, ABC, false);
    private final AdmissionRule joiner = new AdmissionRule(D, OURS, List.of(A, D), true);

    private static Origin empty(Map<String, UUID> founders) {
        return new Origin(new UUID(0, 1), 0, 0, List.of(), List.of(), founders);
    }

    private static Origin log(long index, List<RaftPeer> voters, Map<String, UUID> founders) {
        List<String> texts = voters.stream().map(RaftPeer::toString).toList();
        return new Origin(new UUID(0, 2), 5, index, texts, List.of(), founders);
    }

    private static Map<String, UUID> founded(RaftPeer peer, UUID directory) {
        return Map.of(A.toString(), new UUID(0, 1), peer.toString(), directory);
    }

    @Test
    void aNewGroupNeedsAllItsMembersToBeEmpty() {
        assertEquals(Kind.WAIT, founder.judge(Map.of()).kind());
        assertEquals(Kind.WAIT, founder.judge(Map.of(A, empty(Map.of()))).kind());
        Verdict all = founder.judge(Map.of(A, empty(Map.of()), B, empty(Map.of())));
        assertEquals(Kind.FOUND, all.kind());
        assertEquals(3, all.founders().size());
        assertEquals(OURS, all.founders().get(C.toString()));
    }

    @Test
    void aFounderThatIsLateComesToTheOthers() {
        Map<String, UUID> founders = founded(C, OURS);
        assertEquals(Kind.FOUND, founder.judge(Map.of(A, empty(founders))).kind());
        Verdict late = founder.judge(Map.of(A, log(7, ABC, founders)));
        assertEquals(Kind.FOUND, late.kind());
        assertEquals(founders, late.founders());
    }

    @Test
    void aVoterWithANewDirectoryIsHeldBack() {
        assertEquals(
                Kind.HOLD_BACK,
                founder.judge(Map.of(A, empty(founded(C, LOST)))).kind());
        assertEquals(
                Kind.HOLD_BACK,
                founder.judge(Map.of(A, log(7, ABC, founded(C, LOST)))).kind());
        assertEquals(
                Kind.HOLD_BACK, founder.judge(Map.of(A, log(7, ABC, Map.of()))).kind());
        assertEquals(
                Kind.HOLD_BACK,
                founder.judge(Map.of(A, log(7, ABC, Map.of()), B, empty(Map.of())))
                        .kind());
        assertEquals(
                Kind.HOLD_BACK, joiner.judge(Map.of(A, log(7, ABCD, Map.of()))).kind());
    }

    @Test
    void theLogThatIsFurthestDecides() {
        Origin before = log(7, ABC, Map.of());
        Origin after = log(9, List.of(A, B), Map.of());
        assertEquals(Kind.JOIN, founder.judge(Map.of(A, after, B, before)).kind());
        assertEquals(
                Kind.HOLD_BACK,
                joiner.judge(Map.of(A, before, B, log(8, ABCD, Map.of()))).kind());
    }

    @Test
    void aJoinerWaitsForAGroupAndForSoManyThatNobodyCanHaveMadeItAVoterUnseen() {
        assertEquals(Kind.WAIT, joiner.judge(Map.of(A, empty(Map.of()))).kind());
        assertEquals(Kind.WAIT, joiner.judge(Map.of(A, log(7, ABC, Map.of()))).kind());
        assertEquals(
                Kind.JOIN,
                joiner.judge(Map.of(A, log(7, ABC, Map.of()), B, log(6, ABC, Map.of())))
                        .kind());
    }
}
