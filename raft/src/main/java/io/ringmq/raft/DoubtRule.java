package io.ringmq.raft;

import io.ringmq.raft.rpc.Doubt;
import io.ringmq.raft.rpc.Origin;
import io.ringmq.raft.rpc.PeerView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a voter does that may have forgotten entries which it acknowledged. An entry that was committed by it and one
 * other may be on that other alone: were the doubtful voter to vote, it could elect somebody who lacks the entry. So it
 * votes again when it has all that its leader had after it asked, which covers whatever it can have acknowledged.
 *
 * <p>Where so many voters are in doubt that the others can never be a majority, whatever may be lost is lost, and they
 * go on with what they have.
 *
 * @param self this node
 * @param told the members it knows from its settings, for a group whose log is gone everywhere
 */
record DoubtRule(RaftPeer self, List<RaftPeer> told) {

    private static final Comparator<PeerView> BY_LOG = Comparator.<PeerView>comparingLong(
                    view -> view.origin().lastTerm())
            .thenComparingLong(view -> view.origin().lastIndex());

    enum Kind {
        /** Ask again. */
        WAIT,
        /** The doubt ends when everything up to an index is applied. */
        CATCH_UP,
        /** Nobody can be elected without doubtful voters: take part in elections. */
        WAIVE
    }

    /**
     * @param targetIndex for {@link Kind#CATCH_UP}
     * @param furthest for {@link Kind#WAIVE}: whether nobody has a log that is further
     */
    record Verdict(Kind kind, long targetIndex, boolean furthest) {
        static Verdict of(Kind kind) {
            return new Verdict(kind, 0, false);
        }
    }

    /**
     * Judges.
     *
     * @param own what this node says of itself
     * @param leader whom it follows, or null
     * @param answers of its peers, given after it came back
     * @param patient whether a voter that does not answer may still be coming back
     */
    Verdict judge(PeerView own, @Nullable RaftPeer leader, Map<RaftPeer, PeerView> answers, boolean patient) {
        if (answers.values().stream().anyMatch(view -> view.standing().leads())) {
            return following(own, leader == null ? null : answers.get(leader));
        }
        Map<RaftPeer, PeerView> views = new HashMap<>(answers);
        views.put(self, own);
        List<RaftPeer> voters = voters(views);
        List<PeerView> answered = voters.stream()
                .flatMap(voter -> Stream.ofNullable(views.get(voter)))
                .toList();
        if (!voters.contains(self) || !isHopeless(voters.size(), answered, patient)) {
            return Verdict.of(Kind.WAIT);
        }
        return new Verdict(Kind.WAIVE, 0, answered.stream().allMatch(view -> BY_LOG.compare(own, view) >= 0));
    }

    /** A leader of another term, or one that this node does not follow, tells nothing about what it acknowledged. */
    private static Verdict following(PeerView own, @Nullable PeerView leader) {
        if (leader == null || !leader.standing().leads()) {
            return Verdict.of(Kind.WAIT);
        }
        return leader.standing().term() == own.standing().term()
                ? new Verdict(Kind.CATCH_UP, leader.standing().lastIndex(), false)
                : Verdict.of(Kind.WAIT);
    }

    /** The voters by the log that is furthest. */
    private List<RaftPeer> voters(Map<RaftPeer, PeerView> views) {
        return views.values().stream()
                .filter(view -> !view.origin().voters().isEmpty())
                .max(BY_LOG)
                .map(PeerView::origin)
                .map(Origin::voters)
                .map(texts -> texts.stream().map(RaftPeer::parse).toList())
                .orElse(told);
    }

    /** Whether voters without a doubt, those that are silent included, can never be a majority. */
    private static boolean isHopeless(int voters, List<PeerView> answered, boolean patient) {
        int majority = voters / 2 + 1;
        int silent = voters - answered.size();
        long sure = answered.stream()
                .filter(view -> view.standing().doubt() == Doubt.NONE)
                .count();
        return answered.size() >= majority && sure + silent < majority && (silent == 0 || !patient);
    }
}
