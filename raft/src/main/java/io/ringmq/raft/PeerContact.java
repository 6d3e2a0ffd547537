package io.ringmq.raft;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.core.Replicator;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.util.ThreadId;
import com.alipay.sofa.jraft.util.Utils;
import io.ringmq.raft.MembershipView.Progress;
import io.ringmq.raft.rpc.Origin;
import io.ringmq.raft.rpc.RaftTransport;
import io.ringmq.raft.rpc.TransportNodeOptions;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.FramePosition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the leader knows of its peers: whether they are connected, and how far its replicators are. */
final class PeerContact {

    private static final int LOOK_EVERY_MS = 50;
    private static final int CONNECT_LOOKS = 60;
    private static final int ORIGIN_TIMEOUT_MS = 1_000;

    private final RaftTransport transport;
    private final TransportNodeOptions node;
    private final CommitLog log;
    private final ScheduledExecutorService background;

    PeerContact(
            RaftTransport transport, TransportNodeOptions node, CommitLog log, ScheduledExecutorService background) {
        this.transport = transport;
        this.node = node;
        this.log = log;
        this.background = background;
    }

    /** Completes in the background with whether there is a connection to the peer, after three seconds at most. */
    CompletableFuture<Boolean> connected(RaftPeer peer) {
        CompletableFuture<Boolean> connected = new CompletableFuture<>();
        background.execute(() -> look(peer, connected, CONNECT_LOOKS));
        return connected;
    }

    private void look(RaftPeer peer, CompletableFuture<Boolean> connected, int looks) {
        if (looks == 0 || transport.isConnected(Peers.endpoint(peer))) {
            connected.complete(looks > 0);
        } else {
            var unused =
                    background.schedule(() -> look(peer, connected, looks - 1), LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * The first of some peers that says that it stands for election; they are asked one after the other.
     *
     * @return fails with {@link RaftException} if none says so
     */
    CompletableFuture<RaftPeer> firstThatStands(List<RaftPeer> peers, String group) {
        if (peers.isEmpty()) {
            return CompletableFuture.failedFuture(new RaftException("group " + group
                    + ": leadership cannot be handed over: nobody who could take it answers and stands for election"));
        }
        RaftPeer first = peers.get(0);
        return transport
                .view(Peers.endpoint(first), group, ORIGIN_TIMEOUT_MS)
                .handle((view, failure) -> failure == null && view.standing().fit())
                .thenCompose(stands -> stands
                        ? CompletableFuture.completedFuture(first)
                        : firstThatStands(peers.subList(1, peers.size()), group));
    }

    /** What the files of a peer that is connected say of the group; fails if it does not run the group. */
    CompletableFuture<Origin> origin(RaftPeer peer, String group) {
        return transport.origin(Peers.endpoint(peer), group, ORIGIN_TIMEOUT_MS);
    }

    /** Does something in the background, again and again, as long as a change is under way. */
    void during(CompletableFuture<?> change, int everyMs, Runnable action) {
        Future<?> repeated = background.scheduleAtFixedRate(action, everyMs, everyMs, TimeUnit.MILLISECONDS);
        change.whenComplete((done, failure) -> repeated.cancel(false));
    }

    Progress progress(RaftPeer peer, boolean voter) {
        ReplicatorGroup replicators = node.replicators();
        PeerId id = Peers.peerId(peer);
        ThreadId replicator = replicators == null ? null : replicators.getReplicator(id);
        if (replicator == null) {
            return progress(peer, voter, 0, Progress.NEVER);
        }
        long answeredMs = Replicator.getLastRpcSendTimestamp(replicator);
        long contactMs = answeredMs == 0 ? Progress.NEVER : Math.max(0, Utils.monotonicMs() - answeredMs);
        // 0 until the peer has accepted its first request: what JRaft would call the next index is a guess before.
        return progress(peer, voter, Math.max(0, Replicator.getNextIndex(replicator) - 1), contactMs);
    }

    private Progress progress(RaftPeer peer, boolean voter, long matchIndex, long contactMs) {
        long lagEntries = Math.max(0, log.storedIndex() - matchIndex);
        return new Progress(peer, voter, matchIndex, lagEntries, lagBytes(matchIndex), contactMs);
    }

    private long lagBytes(long matchIndex) {
        long end = log.endOffset();
        FramePosition next = log.position(matchIndex + 1);
        if (next != null) {
            return Math.max(0, end - next.frameOffset());
        }
        return matchIndex >= log.firstIndex() ? 0 : end - log.startOffset();
    }
}
