package io.ringmq.broker.admin;

import io.ringmq.broker.proposal.BrokerIds;
import io.ringmq.raft.GroupMembership;
import io.ringmq.raft.MembershipException;
import io.ringmq.raft.MembershipView;
import io.ringmq.raft.NotLeaderException;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import io.ringmq.remoting.header.ChangeMembersHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CHANGE_MEMBERS (9103): adds a learner, gives it a vote, or removes a member; answered when the change is committed. Any
 * node takes the request and passes it on to the leader, once; so does a leader that was asked to remove itself and has
 * handed over. A refusal has code INVALID_PARAMETER; what may work a moment later SYSTEM_BUSY or SERVICE_NOT_AVAILABLE.
 */
public final class ChangeMembersHandler implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeMembersHandler.class);

    /** A promotion waits for the last entries of the log. */
    private static final long TIMEOUT_MS = 30_000;

    private final RaftGroup group;
    private final ToLeader toLeader;

    public ChangeMembersHandler(RaftGroup group, ToLeader toLeader) {
        this.group = group;
        this.toLeader = toLeader;
    }

    @Override
    public void handle(Command request, Responder responder) {
        ChangeMembersHeader header = ChangeMembersHeader.parse(request);
        RaftPeer peer = peer(header.peer());
        if (!group.isLeader()) {
            elsewhere(request, header, responder);
            return;
        }
        LOG.info("ring {}: {} {}, asked by {}", group.name(), header.action(), peer, responder.connection());
        change(header.action(), peer).whenComplete((done, failure) -> {
            Throwable cause = cause(failure);
            if (cause == null) {
                LOG.info("ring {}: {} {} is done", group.name(), header.action(), peer);
                responder.reply(request.reply(ResponseCode.SUCCESS, null));
            } else if (cause instanceof NotLeaderException) {
                toLeader.whenServed(served -> elsewhere(request, header, responder));
            } else {
                LOG.info("ring {}: {} {} was refused: {}", group.name(), header.action(), peer, cause.getMessage());
                responder.reply(request.reply(code(cause), String.valueOf(cause.getMessage())));
            }
        });
    }

    private static RaftPeer peer(String text) {
        try {
            return RaftPeer.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
    }

    private void elsewhere(Command request, ChangeMembersHeader header, Responder responder) {
        if (header.passedOn()) {
            responder.reply(toLeader.noLeader(request));
        } else {
            ChangeMembersHeader onward = new ChangeMembersHeader(header.action(), header.peer(), true);
            toLeader.passOn(request, Command.request(RequestCode.CHANGE_MEMBERS, onward), TIMEOUT_MS, responder);
        }
    }

    private CompletableFuture<Void> change(String action, RaftPeer peer) {
        GroupMembership membership = group.membership();
        return switch (action) {
            case ChangeMembersHeader.ADD_LEARNER -> {
                requireFreeId(peer, membership.view());
                yield membership.addLearner(peer);
            }
            case ChangeMembersHeader.PROMOTE -> membership.promote(peer);
            case ChangeMembersHeader.REMOVE -> membership.remove(peer);
            default -> throw new CommandException(ResponseCode.INVALID_PARAMETER, "there is no action " + action);
        };
    }

    private static void requireFreeId(RaftPeer peer, MembershipView view) {
        List<RaftPeer> members = new ArrayList<>(view.voters());
        members.addAll(view.learners());
        BrokerIds.holder(peer, members).ifPresent(holder -> {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    peer + " would get broker id " + BrokerIds.of(peer) + ", which is that of " + holder
                            + "; give the new node another Raft port");
        });
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static int code(Throwable failure) {
        if (!(failure instanceof MembershipException refusal)) {
            return ResponseCode.SYSTEM_ERROR;
        }
        return switch (refusal.reason()) {
            case BUSY, FAILED, LAGS -> ResponseCode.SYSTEM_BUSY;
            case UNKNOWN_PEER, ALREADY_MEMBER, UNREACHABLE, NO_QUORUM, LAST_VOTER -> ResponseCode.INVALID_PARAMETER;
        };
    }
}
