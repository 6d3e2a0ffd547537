package io.ringmq.raft;

import io.ringmq.raft.MembershipView.Progress;
import io.ringmq.raft.rpc.PeerView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives leadership to a node that is fit for it, if there is one. */
final class Succession {

    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final RaftGroup group;
    private final PeerSurvey survey;
    private volatile boolean alone;

    Succession(RaftGroup group, PeerSurvey survey) {
        this.group = group;
        this.survey = survey;
    }

    /**
     * Asks the other voters, and hands over to the one among the fit that is most caught up. Without one nothing changes.
     *
     * @param why this node should not lead, for the log
     */
    void handOver(String why) {
        survey.ask(group.membership().voters(), answers -> choose(answers, why));
    }

    private void choose(Map<RaftPeer, PeerView> answers, String why) {
        List<Progress> others = group.membership().view().progress();
        Optional<RaftPeer> next = successor(others, answers);
        if (next.isEmpty()) {
            goOn(why);
            return;
        }
        alone = false;
        LOG.warn(
                "Group {}: {} should not lead, because {}; handing over to {}",
                group.name(),
                group.self(),
                why,
                next.get());
        var unused = group.membership()
                .transferLeadership(next.get())
                .whenComplete((done, failure) -> handedOver(next.get(), failure));
    }

    /** Said once, for it may last. */
    private void goOn(String why) {
        if (!alone) {
            LOG.warn(
                    "Group {}: {} should not lead, because {}; no other voter that answers is fit to, so it goes on",
                    group.name(),
                    group.self(),
                    why);
        }
        alone = true;
    }

    static Optional<RaftPeer> successor(List<Progress> others, Map<RaftPeer, PeerView> answers) {
        return others.stream()
                .filter(Progress::voter)
                .filter(other -> {
                    PeerView view = answers.get(other.peer());
                    return view != null && view.standing().fit();
                })
                .max(Comparator.comparingLong(Progress::matchIndex))
                .map(Progress::peer);
    }

    private void handedOver(RaftPeer next, @Nullable Throwable failure) {
        if (failure == null) {
            LOG.info("Group {}: {} has taken over", group.name(), next);
        } else {
            LOG.warn("Group {}: {} has not taken over", group.name(), next, failure);
        }
    }
}
