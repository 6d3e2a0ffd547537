package io.ringmq.raft;

import io.ringmq.raft.rpc.PeerView;
import io.ringmq.raft.rpc.RaftTransport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the peers of a group about it, all at the same time. */
final class PeerSurvey {

    private static final Logger LOG = LoggerFactory.getLogger(PeerSurvey.class);
    private static final int ANSWER_TIMEOUT_MS = 500;

    private final String group;
    private final RaftPeer self;
    private final RaftTransport transport;
    private final ScheduledExecutorService executor;

    /** @param executor runs what is done with the answers */
    PeerSurvey(String group, RaftPeer self, RaftTransport transport, ScheduledExecutorService executor) {
        this.group = group;
        this.self = self;
        this.transport = transport;
        this.executor = executor;
    }

    /** Asks, and hands over the answers that came within half a second; this node is not asked. */
    void ask(Collection<RaftPeer> peers, Consumer<Map<RaftPeer, PeerView>> then) {
        Map<RaftPeer, PeerView> answers = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (RaftPeer peer : peers) {
            if (!peer.equals(self)) {
                asked.add(transport
                        .view(Peers.endpoint(peer), group, ANSWER_TIMEOUT_MS)
                        .thenAccept(view -> answers.put(peer, view))
                        .exceptionally(failure -> unanswered(peer, failure)));
            }
        }
        CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenRun(() -> later(() -> then.accept(answers), 0));
    }

    private @Nullable Void unanswered(RaftPeer peer, Throwable failure) {
        LOG.debug("Group {}: {} does not tell of it", group, peer, failure);
        return null;
    }

    /** Runs a task in the background, unless the process is closing. */
    void later(Runnable task, long delayMs) {
        try {
            var unused = executor.schedule(task, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Group {} is closing and asks nobody any more", group, e);
        }
    }
}
