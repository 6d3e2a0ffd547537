package io.ringmq.broker.proposal;

import io.ringmq.broker.state.LeaderAddress;
import io.ringmq.broker.state.RingView;
import io.ringmq.raft.NotLeaderException;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.record.ProposedRecord;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request into the log and of its outcome back to the client; the one place that maps outcomes of Raft to
 * response codes.
 *
 * <pre>
 *  outcome                                   code
 *  applied                                   what the handler answers
 *  not the leader, stopped, disk full        14 SERVICE_NOT_AVAILABLE, with {@link LeaderFields#ADDRESS} if it is known
 *  too many bytes pending                     2 SYSTEM_BUSY
 *  too large for one entry                   13 MESSAGE_ILLEGAL
 *  unknown (leadership lost meanwhile)        1 SYSTEM_ERROR: a retry may store the message twice
 * </pre>
 */
public final class Proposals implements Proposer {
    private static final Logger LOG = LoggerFactory.getLogger(Proposals.class);

    private final RaftGroup group;
    private final RingView view;
    private final WriteGate gate;

    public Proposals(RaftGroup group, RingView view, WriteGate gate) {
        this.group = group;
        this.view = view;
        this.gate = gate;
    }

    @Override
    public boolean isLeader() {
        return group.isLeader();
    }

    /**
     * The answer to a small change this node cannot take now, because it does not lead; null if it can. Such changes,
     * consumer offsets and deletions above all, are taken while the disk is too full for messages: they are what the
     * reserve is for. To be asked before anything is decided by the state, which on a follower may be old.
     */
    public @Nullable Command followerRefusal(Command request) {
        return group.isLeader() ? null : rejection(request, new NotLeaderException(group.name(), group.leader()));
    }

    /** As {@link #followerRefusal}, and the answer to messages and whatever else there may be no room for. */
    public @Nullable Command refusal(Command request) {
        Command refusal = followerRefusal(request);
        if (refusal != null) {
            return refusal;
        }
        String closed = gate.closedBecause();
        if (closed == null) {
            return null;
        }
        return request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "service not available now: " + closed)
                .withField(LeaderFields.WRITES_CLOSED, "true");
    }

    /**
     * Proposes records for a request and answers it once they are applied.
     *
     * @param answer makes the answer from the results of the records; called on the apply thread
     */
    public void propose(
            Command request,
            Responder responder,
            List<? extends ProposedRecord> records,
            Function<List<@Nullable Object>, Command> answer) {
        group.propose(records, answering(request, responder, answer), responder.connection()::afterPass);
    }

    /** A callback that answers a request with the outcome of the proposal that contains it. */
    public ProposalCallback answering(
            Command request, Responder responder, Function<List<@Nullable Object>, Command> answer) {
        return new ProposalCallback() {
            @Override
            public void applied(List<@Nullable Object> results) {
                responder.reply(guarded(request, () -> answer.apply(results)));
            }

            @Override
            public void rejected(ProposalException cause) {
                responder.reply(rejection(request, cause));
            }

            @Override
            public void unknown(ProposalException cause) {
                responder.reply(request.reply(
                        ResponseCode.SYSTEM_ERROR,
                        "nobody knows yet whether this was stored, a retry may store it twice: " + cause.getMessage()));
            }
        };
    }

    @Override
    public void propose(List<? extends ProposedRecord> records, ProposalCallback callback) {
        group.propose(records, callback, Runnable::run);
    }

    /**
     * Answers a read that must see everything committed before it was asked; on any replica.
     *
     * @param answer reads the state; called on a thread of the group, so it must not touch the log
     */
    public void read(Command request, Responder responder, Supplier<Command> answer) {
        group.readBarrier()
                .whenComplete((done, failure) ->
                        responder.reply(failure == null ? guarded(request, answer) : unreadable(request, failure)));
    }

    /** Runs the task once this replica has applied all that was committed before, or {@code otherwise} if it cannot. */
    public void afterBarrier(Runnable task, Runnable otherwise) {
        group.readBarrier().whenComplete((done, failure) -> (failure == null ? task : otherwise).run());
    }

    private Command unreadable(Command request, Throwable failure) {
        return withLeader(request.reply(
                ResponseCode.SERVICE_NOT_AVAILABLE,
                "this replica cannot tell the committed state now, ask again: " + failure.getMessage()));
    }

    private Command rejection(Command request, ProposalException cause) {
        Command answer = request.reply(Refusals.codeOf(cause), Refusals.remarkOf(cause));
        return cause instanceof NotLeaderException ? withLeader(answer) : answer;
    }

    private Command withLeader(Command answer) {
        RaftPeer leader = group.leader();
        LeaderAddress address = view.leaderAddress();
        // While leadership is handed over this node is still the known leader, and no use to the client.
        boolean known = leader != null && !leader.equals(group.self());
        if (!known || address == null || address.term() != group.term()) {
            return answer;
        }
        return answer.withField(LeaderFields.ADDRESS, address.hostAndPort());
    }

    private static Command guarded(Command request, Supplier<Command> answer) {
        try {
            return answer.get();
        } catch (CommandException e) {
            return request.reply(e.responseCode(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("request code {} failed", request.code(), e);
            return request.reply(ResponseCode.SYSTEM_ERROR, "the broker failed on this request, see its log: " + e);
        }
    }
}
