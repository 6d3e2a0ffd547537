package io.ringmq.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.RaftError;
import io.ringmq.raft.MembershipException.Reason;
import io.ringmq.raft.MembershipView.Progress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes of members through JRaft. */
final class JRaftMembership implements GroupMembership {

    private static final Logger LOG = LoggerFactory.getLogger(JRaftMembership.class);

    private final RaftGroup group;
    private final NodeImpl node;
    private final Leadership leadership;
    private final PeerContact contact;
    private final int electionTimeoutMs;
    private final AtomicBoolean changing = new AtomicBoolean();

    JRaftMembership(RaftGroup group, NodeImpl node, Leadership leadership, PeerContact contact, int electionTimeoutMs) {
        this.group = group;
        this.node = node;
        this.leadership = leadership;
        this.contact = contact;
        this.electionTimeoutMs = electionTimeoutMs;
    }

    @Override
    public List<RaftPeer> voters() {
        Configuration configuration = node.getCurrentConf();
        return configuration == null ? List.of() : peers(configuration.getPeers());
    }

    @Override
    public MembershipView view() {
        Configuration configuration = node.getCurrentConf();
        if (configuration == null) {
            return new MembershipView(List.of(), List.of(), List.of());
        }
        List<RaftPeer> voters = peers(configuration.getPeers());
        List<RaftPeer> learners = peers(configuration.getLearners());
        List<Progress> progress = new ArrayList<>();
        if (group.isLeader()) {
            voters.stream()
                    .filter(peer -> !peer.equals(group.self()))
                    .forEach(peer -> progress.add(contact.progress(peer, true)));
            learners.forEach(peer -> progress.add(contact.progress(peer, false)));
        }
        return new MembershipView(voters, learners, progress);
    }

    private static List<RaftPeer> peers(Iterable<PeerId> ids) {
        List<RaftPeer> peers = new ArrayList<>();
        ids.forEach(id -> peers.add(Peers.of(id)));
        return peers;
    }

    @Override
    public CompletableFuture<Void> addLearner(RaftPeer peer) {
        return exclusively(() -> {
            MembershipView view = leadersView();
            if (view.voters().contains(peer) || view.learners().contains(peer)) {
                String kind = view.voters().contains(peer) ? "voter" : "learner";
                throw refusal(Reason.ALREADY_MEMBER, peer + " is a " + kind + " of it already");
            }
            return contact.connected(peer).thenCompose(connected -> {
                if (!connected) {
                    throw refusal(
                            Reason.UNREACHABLE,
                            peer + " cannot be reached from the leader; is the node up, and is this its Raft address?");
                }
                return contact.origin(peer, group.name())
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(
                                Reason.UNREACHABLE, peer + " does not run this group: " + failure.getMessage())))
                        .thenCompose(origin -> change(done -> node.addLearners(List.of(Peers.peerId(peer)), done)));
            });
        });
    }

    @Override
    public CompletableFuture<Void> promote(RaftPeer peer) {
        return exclusively(() -> {
            MembershipView view = leadersView();
            if (view.voters().contains(peer)) {
                throw refusal(Reason.ALREADY_MEMBER, peer + " is a voter of it already");
            }
            if (!view.learners().contains(peer)) {
                throw refusal(Reason.UNKNOWN_PEER, peer + " is no learner of it; add it as a learner first");
            }
            return contact.connected(peer).thenCompose(connected -> {
                requireClose(contact.progress(peer, false), connected);
                List<RaftPeer> voters = new ArrayList<>(view.voters());
                voters.add(peer);
                requireQuorum("adding " + peer, voters);
                return makeVoter(Peers.peerId(peer));
            });
        });
    }

    private void requireClose(Progress progress, boolean connected) {
        if (!connected || !inContact(progress)) {
            throw refusal(Reason.LAGS, progress.peer() + " does not answer the leader; is the node up?");
        }
        if (!progress.isCloseToLeader()) {
            throw refusal(
                    Reason.LAGS,
                    progress.peer() + " lacks " + progress.lagEntries() + " entries (" + progress.lagBytes()
                            + " bytes) of the log, more than " + Progress.CLOSE_ENTRIES + " entries or "
                            + Progress.CLOSE_BYTES + " bytes; wait until it has caught up");
        }
    }

    // In two changes: JRaft goes on treating the replicator of a learner as one whose answers do not count, and stops
    // it
    // when the peer is a learner no more, so the peer has to leave before it comes back.
    private CompletableFuture<Void> makeVoter(PeerId peer) {
        return change(done -> node.removeLearners(List.of(peer), done))
                .thenCompose(removed -> addVoter(peer).exceptionallyCompose(failure -> {
                    LOG.warn("Group {}: {} did not become a voter, a learner again", group.name(), peer, failure);
                    return change(done -> node.addLearners(List.of(peer), done))
                            .thenCompose(again -> CompletableFuture.failedFuture(failure));
                }));
    }

    private CompletableFuture<Void> addVoter(PeerId peer) {
        CompletableFuture<Void> added = change(done -> node.addPeer(peer, done));
        contact.during(added, electionTimeoutMs, this::writeNothing);
        return added;
    }

    /**
     * Writes an entry without records. JRaft looks whether a new voter has caught up when that answers an entry. If its
     * first answer came before JRaft had begun to look, and nobody writes, it would wait for another one for ever.
     */
    private void writeNothing() {
        try {
            node.apply(new Task(ByteBuffer.allocate(0), null));
        } catch (IllegalStateException e) {
            LOG.debug("Group {} is shutting down", group.name(), e);
        }
    }

    @Override
    public CompletableFuture<Void> remove(RaftPeer peer) {
        return exclusively(() -> {
            MembershipView view = leadersView();
            PeerId id = Peers.peerId(peer);
            if (view.learners().contains(peer)) {
                return change(done -> node.removeLearners(List.of(id), done));
            }
            List<RaftPeer> left = new ArrayList<>(view.voters());
            if (!left.remove(peer)) {
                throw refusal(
                        Reason.UNKNOWN_PEER,
                        peer + " is no member of it; its voters are " + view.voters() + ", its learners "
                                + view.learners());
            }
            if (left.isEmpty()) {
                throw refusal(Reason.LAST_VOTER, peer + " is its only voter");
            }
            requireQuorum("removing " + peer, left);
            return peer.equals(group.self()) ? handOver() : change(done -> node.removePeer(id, done));
        });
    }

    private CompletableFuture<Void> handOver() {
        return transferLeadership(null).thenCompose(done -> CompletableFuture.failedFuture(leadership.notLeading()));
    }

    @Override
    public CompletableFuture<Void> transferLeadership(@Nullable RaftPeer target) {
        if (group.self().equals(target)) {
            return group.isLeader()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(leadership.notLeading());
        }
        if (!group.isLeader()) {
            return CompletableFuture.failedFuture(leadership.notLeading());
        }
        // JRaft would take the most caught up one, whether it stands or not, and refuse proposals until it gives up.
        return contact.firstThatStands(target == null ? successors() : List.of(target), group.name())
                .thenCompose(this::handOverTo);
    }

    /** Voters that answer, the most caught up first. */
    private List<RaftPeer> successors() {
        return view().progress().stream()
                .filter(peer -> peer.voter() && inContact(peer))
                .sorted(Comparator.comparingLong(Progress::matchIndex).reversed())
                .map(Progress::peer)
                .toList();
    }

    private CompletableFuture<Void> handOverTo(RaftPeer target) {
        CompletableFuture<Void> handover = leadership.handover();
        Status started = node.transferLeadershipTo(Peers.peerId(target));
        if (started.isOk()) {
            return handover.orTimeout(3L * electionTimeoutMs, TimeUnit.MILLISECONDS);
        }
        return CompletableFuture.failedFuture(
                started.getRaftError() == RaftError.EPERM
                        ? leadership.notLeading()
                        : new RaftException("group " + group.name() + ": leadership cannot be handed over: "
                                + started.getErrorMsg()));
    }

    /** @throws NotLeaderException if this node does not lead */
    private MembershipView leadersView() {
        MembershipView view = view();
        if (!group.isLeader()) {
            throw leadership.notLeading();
        }
        return view;
    }

    private void requireQuorum(String change, List<RaftPeer> voters) {
        List<RaftPeer> silent = voters.stream()
                .filter(peer -> !peer.equals(group.self()))
                .filter(peer -> !inContact(contact.progress(peer, true)))
                .toList();
        int needed = voters.size() / 2 + 1;
        if (voters.size() - silent.size() < needed) {
            throw refusal(
                    Reason.NO_QUORUM,
                    change + " would lose the quorum: of the voters " + voters + " " + needed
                            + " must be up, but these do not answer the leader: " + silent);
        }
    }

    private boolean inContact(Progress progress) {
        return progress.lastContactMs() <= electionTimeoutMs;
    }

    /** Runs a change unless one is under way here; JRaft would refuse the second, but not between two halves of a promotion. */
    private CompletableFuture<Void> exclusively(Supplier<CompletableFuture<Void>> change) {
        if (!changing.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(busy());
        }
        CompletableFuture<Void> changed;
        try {
            changed = change.get();
        } catch (RaftException e) {
            changed = CompletableFuture.failedFuture(e);
        }
        return changed.whenComplete((done, failure) -> changing.set(false));
    }

    private CompletableFuture<Void> change(Consumer<Closure> change) {
        CompletableFuture<Void> changed = new CompletableFuture<>();
        try {
            change.accept(status -> complete(changed, status));
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The members have changed since they were looked at, or JRaft is shutting down.
            changed.completeExceptionally(failed(String.valueOf(e.getMessage())));
        }
        return changed;
    }

    private void complete(CompletableFuture<Void> changed, Status status) {
        if (status.isOk()) {
            changed.complete(null);
        } else {
            changed.completeExceptionally(
                    status.getRaftError() == RaftError.EBUSY ? busy() : failed(status.getErrorMsg()));
        }
    }

    private MembershipException busy() {
        return refusal(Reason.BUSY, "a change is under way; try again when it is done");
    }

    private MembershipException failed(String cause) {
        return refusal(
                Reason.FAILED,
                "the change did not come to its end (" + cause + "); look at the members, then repeat it");
    }

    private MembershipException refusal(Reason reason, String text) {
        return new MembershipException(reason, "the members of group " + group.name() + " were not changed: " + text);
    }
}
