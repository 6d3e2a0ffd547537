package io.ringmq.broker.admin;

import io.ringmq.raft.NotLeaderException;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import io.ringmq.remoting.header.TransferLeaderHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * TRANSFER_LEADER (9102): the leader hands over and answers when the new one serves, which is when it has said so in the
 * log; a follower passes the request on to it, once. Never blocks.
 */
public final class TransferLeaderHandler implements RequestHandler {
    /** More than a transfer may take, which is three election timeouts. */
    private static final long TIMEOUT_MS = 10_000;

    private final RaftGroup group;
    private final ToLeader toLeader;

    public TransferLeaderHandler(RaftGroup group, ToLeader toLeader) {
        this.group = group;
        this.toLeader = toLeader;
    }

    @Override
    public void handle(Command request, Responder responder) {
        TransferLeaderHeader header = TransferLeaderHeader.parse(request);
        RaftPeer target = target(header.target());
        if (group.isLeader()) {
            group.membership().transferLeadership(target).whenComplete((done, failure) -> {
                if (failure == null) {
                    toLeader.whenServed(served -> responder.reply(transferred(request, served)));
                } else {
                    responder.reply(refusal(request, failure));
                }
            });
        } else if (header.passedOn()) {
            responder.reply(toLeader.noLeader(request));
        } else {
            Command onward =
                    Command.request(RequestCode.TRANSFER_LEADER, new TransferLeaderHeader(header.target(), true));
            toLeader.passOn(request, onward, TIMEOUT_MS, responder);
        }
    }

    private static Command transferred(Command request, boolean served) {
        String late = served ? null : "leadership was handed over, but the new leader does not serve yet";
        return request.reply(ResponseCode.SUCCESS, late);
    }

    private @Nullable RaftPeer target(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<RaftPeer> members = group.status().members();
        return members.stream()
                .filter(member -> member.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ResponseCode.INVALID_PARAMETER,
                        text + " is no voter of ring " + group.name() + "; its voters are " + members));
    }

    private Command refusal(Command request, Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return refusal(request, failure.getCause());
        }
        if (failure instanceof TimeoutException) {
            return request.reply(
                    ResponseCode.SYSTEM_ERROR,
                    "nobody took the leadership of ring " + group.name() + " over in time; look at its status");
        }
        int code =
                failure instanceof NotLeaderException ? ResponseCode.SERVICE_NOT_AVAILABLE : ResponseCode.SYSTEM_ERROR;
        return request.reply(code, String.valueOf(failure.getMessage()));
    }
}
