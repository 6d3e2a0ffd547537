package io.ringmq.broker.admin;

import io.ringmq.broker.relay.Peers;
import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.time.Timer;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * TRANSFER_LEADER (9102): the leader hands over and answers when the new one serves, which is when it has said so in the
 * log; a follower passes the request on to it, once. Never blocks.
 */
public final class TransferLeaderHandler implements RequestHandler {
    /** More than a transfer may take, which is three election timeouts. */
    private static final long TIMEOUT_MS = 10_000;

    private static final long SERVING_TIMEOUT_MS = 3_000;
    private static final long LOOK_EVERY_MS = 5;

    private final RaftGroup group;
    private final RingLeader leader;
    private final Peers peers;
    private final Timer timer;
    private final UnaryOperator<Command> signing;

    /** @param signing signs a request of this node's own */
    public TransferLeaderHandler(
            RaftGroup group, RingLeader leader, Peers peers, Timer timer, UnaryOperator<Command> signing) {
        this.group = group;
        this.leader = leader;
        this.peers = peers;
        this.timer = timer;
        this.signing = signing;
    }

    @Override
    public void handle(Command request, Responder responder) {
        TransferLeaderHeader header = TransferLeaderHeader.parse(request);
        RaftPeer target = target(header.target());
        if (group.isLeader()) {
            group.transferLeadership(target).whenComplete((done, failure) -> {
                if (failure == null) {
                    answerWhenServed(request, responder, SERVING_TIMEOUT_MS / LOOK_EVERY_MS);
                } else {
                    responder.reply(refusal(request, failure));
                }
            });
            return;
        }
        String address = header.passedOn() ? null : leader.address();
        if (address == null) {
            responder.reply(request.reply(
                    ResponseCode.SERVICE_NOT_AVAILABLE,
                    "ring " + group.name() + " has no leader that this node knows; ask again"));
            return;
        }
        Command onward = Command.request(RequestCode.TRANSFER_LEADER, new TransferLeaderHeader(header.target(), true));
        peers.invoke(address, signing.apply(onward), TIMEOUT_MS)
                .whenComplete((answer, failure) -> responder.reply(
                        answer == null
                                ? unreachable(request, address, failure)
                                : request.reply(answer.code(), answer.remark())));
    }

    private void answerWhenServed(Command request, Responder responder, long looks) {
        if (leader.address() != null || looks == 0) {
            String late = looks > 0 ? null : "leadership was handed over, but the new leader does not serve yet";
            responder.reply(request.reply(ResponseCode.SUCCESS, late));
            return;
        }
        Timer.Timeout unused = timer.after(LOOK_EVERY_MS, () -> answerWhenServed(request, responder, looks - 1));
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

    private Command unreachable(Command request, String address, @Nullable Throwable failure) {
        return request.reply(
                ResponseCode.SYSTEM_ERROR,
                "the leader of ring " + group.name() + " at " + address + " did not answer: " + failure);
    }
}
