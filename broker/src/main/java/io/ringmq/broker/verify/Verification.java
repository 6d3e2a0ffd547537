package io.ringmq.broker.verify;

import io.ringmq.broker.state.VerifyMark;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.body.ReplicaDigestBody;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.FramePosition;
import io.ringmq.store.state.FrozenState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Digests this replica whenever the log says so, and keeps the latest digests for those who ask. All replicas come across
 * the same mark at the same place of the log, so equal replicas have equal digests, whenever each gets there. Thread-safe.
 */
public final class Verification {
    /** Digests that are kept or being made; one more drops the oldest. */
    static final int MAX_KEPT = 4;

    /** Between two steps, so that a long digest leaves the disk to others: at most some 100 MiB/s. */
    private static final long PAUSE_MS = 10;

    private final String nodeId;
    private final CommitLog log;
    private final Supplier<FrozenState> states;
    private final Timer timer;
    private final Executor executor;
    private final Map<Long, ReplicaDigest> digests = new LinkedHashMap<>();

    /**
     * Waits for marks.
     *
     * @param states freezes the state of this replica
     * @param executor runs the steps
     */
    public Verification(String nodeId, CommitLog log, Supplier<FrozenState> states, Timer timer, Executor executor) {
        this.nodeId = nodeId;
        this.log = log;
        this.states = states;
        this.timer = timer;
        this.executor = executor;
    }

    /** The state is as of this entry until the call returns, which is soon. */
    public void marked(VerifyMark mark, long index) {
        FramePosition position = log.position(index);
        if (position == null) {
            throw new IllegalStateException("entry " + index + " is applied, but not in the log");
        }
        ReplicaDigest digest = new ReplicaDigest(nodeId, mark, index, position.endOffset(), log, states.get());
        keep(mark.id(), digest);
        executor.execute(() -> step(digest));
    }

    private synchronized void keep(long id, ReplicaDigest digest) {
        ReplicaDigest same = digests.remove(id);
        if (same != null) {
            same.giveUp();
        }
        if (digests.size() == MAX_KEPT) {
            Iterator<ReplicaDigest> oldest = digests.values().iterator();
            oldest.next().giveUp();
            oldest.remove();
        }
        digests.put(id, digest);
    }

    private void step(ReplicaDigest digest) {
        if (digest.step()) {
            Timer.Timeout unused = timer.after(PAUSE_MS, () -> executor.execute(() -> step(digest)));
        }
    }

    /** What is known of a digest now; of one that this replica has not come across, that. */
    synchronized ReplicaDigestBody result(long id) {
        ReplicaDigest digest = digests.get(id);
        return digest == null ? ReplicaDigestBody.notReached(nodeId) : digest.toBody();
    }

    /** Completes when a digest has ended; never for one that this replica has not come across. */
    synchronized CompletableFuture<Void> end(long id) {
        @Nullable ReplicaDigest digest = digests.get(id);
        return digest == null ? new CompletableFuture<>() : digest.end();
    }
}
