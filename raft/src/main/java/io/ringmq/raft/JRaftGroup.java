package io.ringmq.raft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.core.State;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.RaftError;
import io.ringmq.raft.snapshot.Snapshots;
import io.ringmq.raft.watch.Fitness;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.record.ProposedRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A group on JRaft. Built and closed by {@link GroupLifecycle}. */
final class JRaftGroup implements RaftGroup {

    private static final int READ_BARRIER_TIMEOUT_MS = 2000;
    private static final byte[] NO_CONTEXT = {};

    private final RaftGroupOptions options;
    private final NodeImpl node;
    private final Leadership leadership;
    private final Accumulator accumulator;
    private final GroupLifecycle lifecycle;
    private final GroupMembership membership;
    private final GroupCandidacy candidacy;

    JRaftGroup(
            RaftGroupOptions options,
            NodeImpl node,
            Leadership leadership,
            GroupLifecycle lifecycle,
            PeerContact contact,
            Fitness fitness) {
        this.options = options;
        this.node = node;
        this.leadership = leadership;
        this.lifecycle = lifecycle;
        this.accumulator = new Accumulator(
                options.accumulator(), lifecycle.maxProposalBytes(), this::replicate, leadership::notLeading);
        this.membership = new JRaftMembership(
                this, node, leadership, contact, options.timing().electionTimeoutMs());
        this.candidacy = new GroupCandidacy(this, fitness);
        leadership.attach(accumulator);
    }

    private void replicate(ProposalBatch batch, long term) {
        Task task = new Task(batch.body(), new BatchClosure(batch, accumulator, leadership::notLeading), term);
        try {
            node.apply(task);
        } catch (IllegalStateException e) {
            // JRaft throws when it is shutting down, and answers the closure as well, on another thread.
            lifecycle.shuttingDown(e);
        }
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public RaftPeer self() {
        return leadership.self();
    }

    @Override
    public CommitLog log() {
        return lifecycle.log();
    }

    @Override
    public void propose(List<? extends ProposedRecord> records, ProposalCallback callback, Executor departures) {
        accumulator.propose(records, callback, departures);
    }

    @Override
    public CompletableFuture<Void> readBarrier() {
        CompletableFuture<Void> barrier = new CompletableFuture<>();
        if (lifecycle.isClosed() || leadership.failure() != null) {
            barrier.completeExceptionally(stopped());
            return barrier;
        }
        try {
            node.readIndex(NO_CONTEXT, new ReadIndexClosure(READ_BARRIER_TIMEOUT_MS) {
                @Override
                public void run(Status status, long index, byte[] context) {
                    complete(barrier, status);
                }
            });
        } catch (IllegalStateException e) {
            lifecycle.shuttingDown(e);
            barrier.completeExceptionally(stopped());
        }
        return barrier;
    }

    private void complete(CompletableFuture<Void> barrier, Status status) {
        if (status.isOk()) {
            barrier.complete(null);
        } else {
            barrier.completeExceptionally(new ReadBarrierException(reason(status), barrierText(status.getErrorMsg())));
        }
    }

    private static ReadBarrierException.Reason reason(Status status) {
        return switch (status.getRaftError()) {
            case ETIMEDOUT -> ReadBarrierException.Reason.TIMEOUT;
            case ENODESHUTDOWN, EHOSTDOWN, ESTOP -> ReadBarrierException.Reason.STOPPED;
            default -> ReadBarrierException.Reason.NO_LEADER;
        };
    }

    private ReadBarrierException stopped() {
        return new ReadBarrierException(ReadBarrierException.Reason.STOPPED, barrierText("the group has stopped here"));
    }

    private String barrierText(String cause) {
        return "no read barrier in group " + options.name() + ": " + cause;
    }

    @Override
    public boolean isLeader() {
        // JRaft's state drops at once when leadership is lost; the apply thread learns of it later.
        return leadership.leadingTerm() != 0 && node.isLeader(false);
    }

    @Override
    public long term() {
        return lifecycle.term();
    }

    @Override
    public @Nullable RaftPeer leader() {
        return leadership.leader();
    }

    @Override
    public RaftStatus status() {
        Throwable failure = leadership.failure();
        CommitLog log = lifecycle.log();
        return new RaftStatus(
                role(failure),
                term(),
                leader(),
                membership.voters(),
                new RaftStatus.Progress(
                        log.firstIndex(),
                        log.storedIndex(),
                        log.forcedIndex(),
                        whileActive(node::getLastCommittedIndex),
                        whileActive(node::getLastAppliedLogIndex),
                        accumulator.pendingBytes()),
                failure == null ? null : failure.toString());
    }

    /** JRaft answers with an exception once it has stopped, which can happen at any time. */
    private long whileActive(LongSupplier index) {
        try {
            return index.getAsLong();
        } catch (IllegalStateException e) {
            lifecycle.shuttingDown(e);
            return 0;
        }
    }

    @Override
    public GroupMembership membership() {
        return membership;
    }

    private RaftRole role(@Nullable Throwable failure) {
        State state = node.getNodeState();
        if (lifecycle.isClosed()) {
            return RaftRole.CLOSED;
        }
        if (failure != null || state == State.STATE_ERROR) {
            return RaftRole.FAILED;
        }
        return switch (state) {
            case STATE_LEADER -> RaftRole.LEADER;
            case STATE_TRANSFERRING -> RaftRole.TRANSFERRING;
            case STATE_CANDIDATE -> RaftRole.CANDIDATE;
            default -> roleOfFollower();
        };
    }

    @Override
    public Snapshots snapshots() {
        return lifecycle.snapshots();
    }

    @Override
    public Candidacy candidacy() {
        return candidacy;
    }

    @Override
    public boolean mend(long damagedOffset) {
        return lifecycle.mend(damagedOffset);
    }

    private RaftRole roleOfFollower() {
        if (membership.voters().contains(self())) {
            return lifecycle.isInDoubt() ? RaftRole.IN_DOUBT : RaftRole.FOLLOWER;
        }
        if (lifecycle.isHeldBack()) {
            return RaftRole.HELD_BACK;
        }
        return membership.view().learners().contains(self()) ? RaftRole.LEARNER : RaftRole.OUTSIDER;
    }

    /** Ends what JRaft has left unanswered. */
    void abandonProposals() {
        accumulator.abandon(new OutcomeUnknownException("group " + options.name() + " was closed"));
    }

    void stopProposals() {
        accumulator.stop();
    }

    @Override
    public void close() {
        lifecycle.close(this);
    }

    /** Stops for good, and leaves leadership to the others. */
    void fail(Throwable cause) {
        // First what never waits: JRaft may be waiting for the very disk that is the reason.
        leadership.failed(cause);
        node.onError(new com.alipay.sofa.jraft.error.RaftException(
                ErrorType.ERROR_TYPE_LOG, RaftError.EIO, String.valueOf(cause.getMessage())));
    }

    /** Stops as a crash does: nobody is told, nothing is handed over. */
    void kill() {
        lifecycle.kill(this);
    }
}
