package io.ringmq.raft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import io.ringmq.raft.AdmissionRule.Verdict;
import io.ringmq.raft.rpc.Origin;
import io.ringmq.raft.rpc.PeerView;
import io.ringmq.raft.snapshot.Members;
import io.ringmq.raft.storage.OriginFile;
import io.ringmq.store.commitlog.CommitLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node with an empty log out of its group until its peers have said that it may take part; see {@link
 * AdmissionRule}. Meanwhile its JRaft node runs without a configuration, so that it calls no election, and takes neither
 * votes nor entries. A node with a log, or alone in its group, takes part at once.
 */
final class Admission {

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final int FIRST_PAUSE_MS = 50;
    private static final int LONGEST_PAUSE_MS = 1_000;

    private final String group;
    private final AdmissionRule rule;
    private final OriginFile file;
    private final Replica replica;
    private final NodeImpl node;
    private final PeerSurvey survey;
    private volatile boolean open;
    private volatile boolean heldBack;
    private volatile boolean stopped;

    /**
     * What this node has of the group.
     *
     * @param members those that the log or a snapshot names last, or null
     */
    record Replica(CommitLog log, Supplier<@Nullable Members> members) {}

    Admission(String group, AdmissionRule rule, OriginFile file, Replica replica, NodeImpl node, PeerSurvey survey) {
        this.group = group;
        this.rule = rule;
        this.file = file;
        this.replica = replica;
        this.node = node;
        this.survey = survey;
        this.open = replica.log.lastIndex() > 0 || !founders().isEmpty();
    }

    /** The voters that a node with an empty log starts with; none if its peers have to be asked first. */
    List<RaftPeer> founders() {
        if (rule.told().size() == 1) {
            return rule.joins() ? List.of() : rule.told();
        }
        return inOrder(file.founders().keySet());
    }

    private List<RaftPeer> inOrder(Set<String> texts) {
        Set<RaftPeer> founders = new LinkedHashSet<>(rule.told());
        founders.removeIf(peer -> !texts.contains(peer.toString()));
        texts.forEach(text -> founders.add(RaftPeer.parse(text)));
        return List.copyOf(founders);
    }

    /** Whether votes and entries are taken. */
    boolean isOpen() {
        return open;
    }

    /** Whether the group counts on a vote that this node has lost. */
    boolean isHeldBack() {
        return heldBack;
    }

    /** What the files of this node say of the group. */
    Origin origin() {
        long lastIndex = replica.log.lastIndex();
        Set<String> voters = new LinkedHashSet<>();
        Set<String> learners = new LinkedHashSet<>();
        Members members = replica.members.get();
        if (lastIndex > 0 && members != null) {
            members.voters().forEach(peer -> voters.add(text(peer)));
            members.oldVoters().forEach(peer -> voters.add(text(peer)));
            members.learners().forEach(peer -> learners.add(text(peer)));
        }
        return new Origin(
                file.directory(),
                replica.log.term(lastIndex),
                lastIndex,
                List.copyOf(voters),
                List.copyOf(learners),
                file.founders());
    }

    private static String text(String jraftPeer) {
        return Peers.of(PeerId.parsePeer(jraftPeer)).toString();
    }

    /** To be called when the JRaft node runs. */
    void start() {
        if (!open) {
            LOG.info("Group {}: the log is empty; asking {} about the group", group, rule.told());
            ask(new LinkedHashSet<>(rule.told()), FIRST_PAUSE_MS);
        }
    }

    void stop() {
        stopped = true;
    }

    private void ask(Set<RaftPeer> known, int pauseMs) {
        survey.ask(known, answers -> judge(origins(answers), known, pauseMs));
    }

    private static Map<RaftPeer, Origin> origins(Map<RaftPeer, PeerView> answers) {
        Map<RaftPeer, Origin> origins = new HashMap<>();
        answers.forEach((peer, view) -> origins.put(peer, view.origin()));
        return origins;
    }

    private void judge(Map<RaftPeer, Origin> answers, Set<RaftPeer> known, int pauseMs) {
        Verdict verdict = rule.judge(answers);
        switch (verdict.kind()) {
            case FOUND -> found(verdict);
            case JOIN -> {
                LOG.info(
                        "Group {}: {} has no vote in it and may be added, or goes on as a learner", group, rule.self());
                letIn();
            }
            case HOLD_BACK -> holdBack();
            case WAIT -> LOG.debug("Group {}: {} is not enough to go by", group, answers);
        }
        if (!open && !stopped) {
            answers.values().forEach(origin -> origin.voters().forEach(voter -> known.add(RaftPeer.parse(voter))));
            survey.later(() -> ask(known, Math.min(2 * pauseMs, LONGEST_PAUSE_MS)), pauseMs);
        }
    }

    private void found(Verdict verdict) {
        List<RaftPeer> founders = inOrder(verdict.founders().keySet());
        try {
            file.found(verdict.founders());
        } catch (IOException e) {
            LOG.error("Group {}: cannot remember with whom it is founded; trying again", group, e);
            return;
        }
        Status status = node.resetPeers(Peers.configuration(founders));
        LOG.info("Group {} is founded by {}: {}", group, founders, status);
        letIn();
    }

    private void holdBack() {
        if (!heldBack) {
            LOG.error(
                    "Group {} counts {} among its voters, but this directory is new and its log empty: what it had"
                            + " acknowledged and whom it had voted for is lost. It takes no part until it has been removed:"
                            + " raft-admin remove {}, then raft-admin add {}",
                    group,
                    rule.self(),
                    rule.self(),
                    rule.self());
        }
        heldBack = true;
    }

    private void letIn() {
        heldBack = false;
        open = true;
    }
}
