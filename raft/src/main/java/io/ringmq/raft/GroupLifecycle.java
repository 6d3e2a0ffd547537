package io.ringmq.raft;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.option.NodeOptions;
import io.ringmq.raft.rpc.Doubt;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the JRaft node of a group, and its files around it. */
final class GroupLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GroupLifecycle.class);
    private static final int SHUTDOWN_TIMEOUT_S = 20;

    /** An entry this large still fits an AppendEntries frame on top of a full body. */
    private static final int LARGEST_ENTRY_BYTES = 8 << 20;

    /** What a frame adds to its body, rounded up generously. */
    private static final int FRAME_OVERHEAD_BYTES = 1024;

    private final RaftGroupOptions options;
    private final NodeImpl node;
    private final GroupFiles files;
    private final GroupSnapshots snapshots;
    private final Admission admission;
    private final Consumer<JRaftGroup> onClosed;
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    GroupLifecycle(
            RaftGroupOptions options,
            NodeImpl node,
            GroupFiles files,
            GroupSnapshots snapshots,
            Admission admission,
            Consumer<JRaftGroup> onClosed) {
        this.options = options;
        this.node = node;
        this.files = files;
        this.snapshots = snapshots;
        this.admission = admission;
        this.onClosed = onClosed;
    }

    /** @throws RaftStartException if JRaft refuses; the files are closed then */
    void start(NodeOptions nodeOptions) {
        boolean started = false;
        try {
            started = node.init(nodeOptions);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new RaftStartException("group " + options.name() + ": " + e.getMessage(), e);
        } finally {
            if (!started) {
                shutDown();
            }
        }
        if (!started) {
            throw new RaftStartException("group " + options.name() + " could not be started; the log says why");
        }
        admission.start();
    }

    /** A task that is done from time to time, until the group closes. */
    void doing(Future<?> task) {
        atClose(() -> task.cancel(false));
    }

    /** What is to be done when the group closes, while it is still there. */
    void atClose(Runnable ending) {
        endings.add(ending);
    }

    CommitLog log() {
        return files.log();
    }

    /** Blocks; see {@link GroupOperations#mend}. */
    boolean mend(long damagedOffset) {
        return files.mender().mend(files.log(), damagedOffset);
    }

    GroupSnapshots snapshots() {
        return snapshots;
    }

    long term() {
        return files.meta().term();
    }

    /** Whether the group counts on a vote that this node has lost. */
    boolean isHeldBack() {
        return admission.isHeldBack();
    }

    /** Whether this node may have forgotten entries that it acknowledged, and therefore does not vote. */
    boolean isInDoubt() {
        return files.boot().doubt() == Doubt.OPEN;
    }

    boolean isClosed() {
        return closed;
    }

    /** Largest body that a segment and a request can hold. */
    int maxProposalBytes() {
        CommitLogOptions log = options.log();
        return (int) Math.min(LARGEST_ENTRY_BYTES, log.segmentBytes() - FRAME_OVERHEAD_BYTES);
    }

    void shuttingDown(IllegalStateException refusal) {
        LOG.debug("Group {} is shutting down", options.name(), refusal);
    }

    void close(JRaftGroup group) {
        if (beginClose()) {
            if (group.isLeader() && group.status().members().size() > 1) {
                handOver(group);
            }
            finishClose(group);
            files.closedInOrder();
        }
    }

    void kill(JRaftGroup group) {
        if (beginClose()) {
            finishClose(group);
        }
    }

    private synchronized boolean beginClose() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    private void handOver(JRaftGroup group) {
        group.stopProposals();
        try {
            group.membership()
                    .transferLeadership(null)
                    .get(2L * options.timing().electionTimeoutMs(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Group {}: closing the leader without a successor", options.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finishClose(JRaftGroup group) {
        group.stopProposals();
        admission.stop();
        endings.forEach(Runnable::run);
        snapshots.close();
        shutDown();
        group.abandonProposals();
        onClosed.accept(group);
    }

    private void shutDown() {
        CompletableFuture<Void> down = new CompletableFuture<>();
        node.shutdown(status -> down.complete(null));
        if (!awaits(down)) {
            // Whatever the apply thread waits for will not come any more.
            files.gate().fail(new RaftException("group " + options.name() + " is closing"));
            if (!awaits(down)) {
                LOG.error("Group {}: JRaft does not shut down; its files stay open", options.name());
                return;
            }
        }
        files.close();
    }

    private static boolean awaits(CompletableFuture<Void> down) {
        CountDownLatch done = new CountDownLatch(1);
        down.thenRun(done::countDown);
        try {
            return done.await(SHUTDOWN_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
