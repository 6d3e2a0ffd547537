package io.ringmq.broker.admin;

import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.scrub.Scrubber;
import io.ringmq.raft.MembershipView.Progress;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftPeer;
import io.ringmq.raft.RaftStatus;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** GET_REPLICA_STATUS (9101): what this replica knows of itself and its ring. Answered by every replica for itself. */
public final class ReplicaStatusHandler implements RequestHandler {
    private final RingIdentity identity;
    private final RaftGroup group;
    private final AdminNode node;
    private final Clock clock;

    public ReplicaStatusHandler(RingIdentity identity, RaftGroup group, AdminNode node, Clock clock) {
        this.identity = identity;
        this.group = group;
        this.node = node;
        this.clock = clock;
    }

    @Override
    public void handle(Command request, Responder responder) {
        RaftStatus status = group.status();
        ReplicaStatusBody body = new ReplicaStatusBody(
                identity.ringName(),
                identity.nodeId(),
                raft(status),
                log(status.progress()),
                snapshot(),
                new ReplicaStatusBody.NodeView(
                        node.startedAt().toEpochMilli(), node.isInMaintenance(), node.freeDiskBytes(), scrub()),
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
                        .toList(),
                group.candidacy().reasons().stream().sorted().toList());
    }

    private ReplicaStatusBody.@Nullable SnapshotView snapshot() {
        Manifest newest = group.snapshots().newest();
        Instant takenAt = group.snapshots().newestTakenAt();
        return newest == null || takenAt == null
                ? null
                : new ReplicaStatusBody.SnapshotView(
                        newest.index(),
                        newest.stateBytes(),
                        Math.max(0, Duration.between(takenAt, clock.instant()).toMillis()));
    }

    private ReplicaStatusBody.ScrubView scrub() {
        Scrubber.Findings found = node.scrubbed();
        return new ReplicaStatusBody.ScrubView(
                found.endedMs() == Scrubber.Findings.NEVER ? -1 : Math.max(0, clock.millis() - found.endedMs()),
                found.readBytes(),
                found.damaged(),
                found.mended());
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
