package io.ringmq.raft;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import io.ringmq.raft.DoubtRule.Verdict;
import io.ringmq.raft.rpc.Doubt;
import io.ringmq.raft.rpc.PeerView;
import io.ringmq.raft.storage.BootFile;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node that may have forgotten entries which it acknowledged out of elections until it has them again; see {@link
 * DoubtRule}. It takes entries meanwhile, and what it acknowledges counts: that much it has.
 */
final class DoubtGuard {

    private static final Logger LOG = LoggerFactory.getLogger(DoubtGuard.class);
    private static final int LOOK_EVERY_MS = 250;
    private static final long PATIENCE_MS = 60_000;
    private static final long DEFERENCE_MS = 5_000;

    private final DoubtRule rule;
    private final BootFile boot;
    private final NodeImpl node;
    private final PeerSurvey survey;
    private final LongSupplier nanoClock;
    private final Set<RaftPeer> known = new LinkedHashSet<>();
    private long startedNanos;
    /** In which term the index to reach was heard of, and that index; the term is 0 if none was. */
    private long targetTerm;

    private long targetIndex;
    private volatile long defersUntilNanos;
    private volatile boolean defers;
    private volatile boolean stopped;

    DoubtGuard(DoubtRule rule, BootFile boot, NodeImpl node, PeerSurvey survey, LongSupplier nanoClock) {
        this.rule = rule;
        this.boot = boot;
        this.node = node;
        this.survey = survey;
        this.nanoClock = nanoClock;
        known.addAll(rule.told());
    }

    Doubt doubt() {
        return boot.doubt();
    }

    /** Whether it votes for others. */
    boolean votes() {
        return boot.doubt() != Doubt.OPEN;
    }

    /** Whether it stands for election; of those that have waived their doubts, the one with most of the log goes first. */
    boolean stands() {
        return votes() && !(defers && nanoClock.getAsLong() - defersUntilNanos < 0);
    }

    /**
     * To be called when the JRaft node runs.
     *
     * @param own what this node says of itself
     */
    void start(Supplier<PeerView> own) {
        if (boot.doubt() == Doubt.NONE) {
            return;
        }
        startedNanos = nanoClock.getAsLong();
        LOG.warn(
                "Group {}: the operating system may have gone down while parts of the log were only in its memory, so {} may"
                        + " have forgotten what it acknowledged (doubt {}). It takes entries, and neither votes nor stands"
                        + " for election until it has all that its leader has",
                node.getGroupId(),
                rule.self(),
                boot.doubt());
        later(own);
    }

    void stop() {
        stopped = true;
    }

    private void later(Supplier<PeerView> own) {
        if (!stopped && boot.doubt() != Doubt.NONE) {
            survey.later(() -> look(own), LOOK_EVERY_MS);
        }
    }

    private void look(Supplier<PeerView> own) {
        try {
            PeerView view = own.get();
            learn(view);
            if (view.standing().leads() || hasReachedTarget(view.standing().term())) {
                become(Doubt.NONE);
            }
            survey.ask(known, answers -> judge(own, answers));
        } catch (IllegalStateException e) {
            LOG.debug("Group {} is not running", node.getGroupId(), e);
            later(own);
        }
    }

    private void learn(PeerView view) {
        view.origin().voters().forEach(voter -> known.add(RaftPeer.parse(voter)));
    }

    /** Only applied entries count: the log may still hold others at their indexes, which are about to be truncated. */
    private boolean hasReachedTarget(long term) {
        return targetTerm == term && targetTerm > 0 && node.getLastAppliedLogIndex() >= targetIndex;
    }

    private void judge(Supplier<PeerView> own, Map<RaftPeer, PeerView> answers) {
        if (boot.doubt() != Doubt.NONE) {
            judge(own.get(), answers);
        }
        later(own);
    }

    private void judge(PeerView view, Map<RaftPeer, PeerView> answers) {
        answers.values().forEach(this::learn);
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - startedNanos);
        Verdict verdict = rule.judge(view, leader(), answers, waitedMs < PATIENCE_MS);
        switch (verdict.kind()) {
            case WAIT -> LOG.debug("Group {}: {} is not enough to go by", node.getGroupId(), answers);
            case CATCH_UP -> aimAt(view.standing().term(), verdict.targetIndex());
            case WAIVE -> waive(view, verdict.furthest(), answers);
        }
    }

    private @Nullable RaftPeer leader() {
        PeerId leader = node.getLeaderId();
        return leader == null || leader.isEmpty() ? null : Peers.of(leader);
    }

    /** The first index heard of in a term is enough; later ones would have to be chased. */
    private void aimAt(long term, long index) {
        if (targetTerm != term) {
            targetTerm = term;
            targetIndex = index;
            LOG.info("Group {}: {} votes again once it has applied index {}", node.getGroupId(), rule.self(), index);
        }
    }

    private void waive(PeerView own, boolean furthest, Map<RaftPeer, PeerView> answers) {
        if (boot.doubt() == Doubt.WAIVED) {
            return;
        }
        LOG.error(
                "Group {}: so many voters may have forgotten what they acknowledged that the others can never be a majority:"
                        + " {} takes part in elections with what it has. Messages that were acknowledged in the last moments"
                        + " before the operating systems went down may be lost. Its log ends at index {}; of the others {}",
                node.getGroupId(),
                rule.self(),
                own.origin().lastIndex(),
                describe(answers));
        defersUntilNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(DEFERENCE_MS);
        defers = !furthest;
        become(Doubt.WAIVED);
    }

    private static List<String> describe(Map<RaftPeer, PeerView> answers) {
        return answers.entrySet().stream()
                .map(answer -> answer.getKey() + " ends at index "
                        + answer.getValue().origin().lastIndex() + " (doubt "
                        + answer.getValue().standing().doubt() + ")")
                .toList();
    }

    private void become(Doubt next) {
        try {
            boot.doubt(next);
        } catch (IOException e) {
            LOG.error("Group {}: cannot remember the doubt {}; trying again", node.getGroupId(), next, e);
            return;
        }
        if (next == Doubt.NONE) {
            LOG.info("Group {}: {} has all it may have acknowledged, and votes", node.getGroupId(), rule.self());
        }
    }
}
