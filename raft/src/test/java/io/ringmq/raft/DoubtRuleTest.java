package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.raft.DoubtRule.Kind;
import io.ringmq.raft.DoubtRule.Verdict;
import io.ringmq.raft.rpc.Doubt;
import io.ringmq.raft.rpc.Origin;
import io.ringmq.raft.rpc.PeerView;
import io.ringmq.raft.rpc.Standing;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DoubtRuleTest {

    private static final RaftPeer A = new RaftPeer("a", 1);
    private static final RaftPeer B = new RaftPeer("b", 1);
    private static final RaftPeer C = new RaftPeer("c", 1);
    private static final RaftPeer D = new RaftPeer("d", 1);
    private static final RaftPeer E = new RaftPeer("e", 1);
    private static final List<RaftPeer> ABC = List.of(A, B, C);
    private static final long TERM = 7;
    private static final boolean PATIENT = true;
    private static final boolean IMPATIENT = false;

    private final DoubtRule rule = new DoubtRule(C, ABC);
    private final PeerView own = view(10, Doubt.OPEN);

    private static PeerView view(long lastIndex, Doubt doubt) {
        return view(lastIndex, doubt, ABC);
    }

    private static PeerView view(long lastIndex, Doubt doubt, List<RaftPeer> voters) {
        return new PeerView(origin(lastIndex, voters), new Standing(TERM, false, lastIndex, doubt, true));
    }

    private static PeerView leader(long term, long lastIndex) {
        return new PeerView(origin(lastIndex, ABC), new Standing(term, true, lastIndex, Doubt.NONE, true));
    }

    private static Origin origin(long lastIndex, List<RaftPeer> voters) {
        List<String> texts = voters.stream().map(RaftPeer::toString).toList();
        return new Origin(new UUID(0, 1), TERM, lastIndex, texts, List.of(), Map.of());
    }

    private Kind kind(Map<RaftPeer, PeerView> answers, boolean patient) {
        return rule.judge(own, null, answers, patient).kind();
    }

    @Test
    void catchesUpWithEverythingThatItsLeaderHas() {
        Verdict verdict = rule.judge(own, A, Map.of(A, leader(TERM, 15), B, view(3, Doubt.OPEN)), IMPATIENT);
        assertEquals(new Verdict(Kind.CATCH_UP, 15, false), verdict);
    }

    @Test
    void aLeaderThatIsNotItsOwnTellsNothing() {
        assertEquals(Kind.WAIT, kind(Map.of(A, leader(TERM, 15)), IMPATIENT));
        assertEquals(
                Kind.WAIT,
                rule.judge(own, A, Map.of(A, leader(TERM - 1, 15)), IMPATIENT).kind());
        assertEquals(
                Kind.WAIT,
                rule.judge(own, B, Map.of(A, leader(TERM, 15), B, view(15, Doubt.NONE)), IMPATIENT)
                        .kind());
    }

    @Test
    void oneInDoubtWaitsForTheOthersHoweverLong() {
        assertEquals(Kind.WAIT, kind(Map.of(), IMPATIENT));
        assertEquals(Kind.WAIT, kind(Map.of(A, view(10, Doubt.NONE)), IMPATIENT));
        assertEquals(Kind.WAIT, kind(Map.of(A, view(10, Doubt.NONE), B, view(10, Doubt.NONE)), IMPATIENT));
    }

    @Test
    void whereNoMajorityIsSureTheyGoOnWithWhatTheyHave() {
        Map<RaftPeer, PeerView> all = Map.of(A, view(11, Doubt.OPEN), B, view(9, Doubt.OPEN));
        assertEquals(new Verdict(Kind.WAIVE, 0, false), rule.judge(own, null, all, PATIENT));
        Map<RaftPeer, PeerView> two = Map.of(A, view(10, Doubt.WAIVED), B, view(9, Doubt.NONE));
        assertEquals(new Verdict(Kind.WAIVE, 0, true), rule.judge(own, null, two, PATIENT));
    }

    @Test
    void aVoterThatIsStillSilentIsWaitedForForAWhile() {
        Map<RaftPeer, PeerView> one = Map.of(A, view(10, Doubt.OPEN));
        assertEquals(Kind.WAIT, kind(one, PATIENT));
        assertEquals(Kind.WAIVE, kind(one, IMPATIENT));
    }

    @Test
    void ofFiveTwoInDoubtAreNotNeeded() {
        List<RaftPeer> five = List.of(A, B, C, D, E);
        PeerView sure = view(10, Doubt.NONE, five);
        PeerView unsure = view(10, Doubt.OPEN, five);
        assertEquals(
                Kind.WAIT,
                rule.judge(unsure, null, Map.of(A, unsure, B, sure, D, sure), IMPATIENT)
                        .kind());
        assertEquals(
                Kind.WAIVE,
                rule.judge(unsure, null, Map.of(A, unsure, B, unsure, D, sure, E, sure), PATIENT)
                        .kind());
    }

    @Test
    void theFurthestLogSaysWhoTheVotersAre() {
        PeerView removed = view(20, Doubt.NONE, List.of(A, B));
        assertEquals(Kind.WAIT, kind(Map.of(A, removed, B, view(9, Doubt.OPEN)), IMPATIENT));
    }

    @Test
    void aGroupWhoseLogIsGoneEverywhereHasTheMembersOfItsSettings() {
        PeerView empty = view(0, Doubt.OPEN, List.of());
        assertEquals(
                Kind.WAIVE,
                rule.judge(empty, null, Map.of(A, empty, B, empty), PATIENT).kind());
    }
}
