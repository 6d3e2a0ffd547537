package io.ringmq.raft;

import io.ringmq.raft.rpc.Origin;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether a node whose log is empty may take part in its group, judged by what its peers' files say. A voter that has
 * lost its log has forgotten entries that it acknowledged and votes that it gave; were it to go on under its name, the
 * group could lose what was committed, and elect twice in a term.
 *
 * @param self this node
 * @param directory the id of its directory, made with the directory
 * @param told the nodes it knows from its settings, itself among them
 * @param joins whether it is to be added to a group instead of founding it
 */
record AdmissionRule(RaftPeer self, UUID directory, List<RaftPeer> told, boolean joins) {

    enum Kind {
        /** Too few have answered; ask again. */
        WAIT,
        /** Take part with the founders as voters: the group is new, or it was founded with this very directory. */
        FOUND,
        /** Wait to be added, or go on as the learner that the group knows. */
        JOIN,
        /** The group counts on a vote whose log and memory are gone. */
        HOLD_BACK
    }

    /** @param founders directories by the members' text, for {@link Kind#FOUND} */
    record Verdict(Kind kind, Map<String, UUID> founders) {
        static Verdict of(Kind kind) {
            return new Verdict(kind, Map.of());
        }
    }

    /** @param answers of those that have answered */
    Verdict judge(Map<RaftPeer, Origin> answers) {
        // The log that would win an election among these contains what any of them has committed.
        Optional<Origin> newest = answers.values().stream()
                .filter(Origin::hasLog)
                .max(Comparator.comparingLong(Origin::lastTerm).thenComparingLong(Origin::lastIndex));
        if (newest.isEmpty()) {
            return judgeNewGroup(answers);
        }
        if (newest.get().voters().contains(self.toString())) {
            return foundedWithUs(answers).orElse(Verdict.of(Kind.HOLD_BACK));
        }
        return Verdict.of(haveEnoughAnswered(newest.get(), answers) ? Kind.JOIN : Kind.WAIT);
    }

    private Verdict judgeNewGroup(Map<RaftPeer, Origin> answers) {
        Optional<Verdict> founded = foundedWithUs(answers);
        if (founded.isPresent()) {
            return founded.get();
        }
        if (answers.values().stream().anyMatch(origin -> origin.founders().containsKey(self.toString()))) {
            return Verdict.of(Kind.HOLD_BACK);
        }
        Map<String, UUID> founders = new LinkedHashMap<>();
        founders.put(self.toString(), directory);
        answers.forEach((peer, origin) -> founders.put(peer.toString(), origin.directory()));
        boolean allAnswered = told.stream().allMatch(peer -> founders.containsKey(peer.toString()));
        return joins || !allAnswered ? Verdict.of(Kind.WAIT) : new Verdict(Kind.FOUND, founders);
    }

    /** The founders, if somebody has founded the group with this directory: it has forgotten nothing then. */
    private Optional<Verdict> foundedWithUs(Map<RaftPeer, Origin> answers) {
        return answers.values().stream()
                .map(Origin::founders)
                .filter(founders -> directory.equals(founders.get(self.toString())))
                .map(founders -> new Verdict(Kind.FOUND, founders))
                .findFirst();
    }

    /**
     * Whether no majority of the voters can have made this node a voter without one of those that answered knowing it;
     * its own part in that majority is what it may have forgotten.
     */
    private static boolean haveEnoughAnswered(Origin newest, Map<RaftPeer, Origin> answers) {
        int voters = newest.voters().size();
        long answered = answers.keySet().stream()
                .filter(peer -> newest.voters().contains(peer.toString()))
                .count();
        return answered >= voters - voters / 2;
    }
}
