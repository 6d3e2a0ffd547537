package io.ringmq.broker.admin;

import io.ringmq.raft.MembershipView.Progress;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import io.ringmq.raft.RaftStatus;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.Locale;
import java.util.function.LongSupplier;

/** GET_REPLICA_STATUS (9101): what this replica knows of itself and its ring. Answered by every replica for itself. */
public final class ReplicaStatusHandler implements RequestHandler {
    private final String nodeId;
    private final RaftGroup group;
    private final LongSupplier freeDiskBytes;

    public ReplicaStatusHandler(String nodeId, RaftGroup group, LongSupplier freeDiskBytes) {
        this.nodeId = nodeId;
        this.group = group;
        this.freeDiskBytes = freeDiskBytes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        RaftStatus status = group.status();
        ReplicaStatusBody body = new ReplicaStatusBody(
                group.name(),
                nodeId,
                raft(status),
                log(status.progress()),
                freeDiskBytes.getAsLong(),
                status.failure());
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(body.encode()));
    }

    private ReplicaStatusBody.RaftView raft(RaftStatus status) {
        RaftPeer leader = status.leader();
        return new ReplicaStatusBody.RaftView(
                group.self().toString(),
                status.role().name().toLowerCase(Locale.ROOT),
                status.term(),
                leader == null ? null : leader.toString(),
                status.members().stream().map(RaftPeer::toString).toList(),
                group.membership().view().progress().stream()
                        .map(ReplicaStatusHandler::peer)
                        .toList());
    }

    private static ReplicaStatusBody.PeerView peer(Progress progress) {
        return new ReplicaStatusBody.PeerView(
                progress.peer().toString(),
                progress.voter(),
                progress.matchIndex(),
                progress.lagEntries(),
                progress.lagBytes(),
                progress.lastContactMs() == Progress.NEVER ? -1 : progress.lastContactMs());
    }

    private ReplicaStatusBody.LogView log(RaftStatus.Progress progress) {
        return new ReplicaStatusBody.LogView(
                progress.committedIndex(),
                progress.appliedIndex(),
                progress.storedIndex(),
                progress.forcedIndex(),
                group.log().startOffset(),
                group.log().endOffset());
    }
}
