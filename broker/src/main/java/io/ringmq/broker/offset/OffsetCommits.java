package io.ringmq.broker.offset;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.broker.state.OffsetCondition;
import io.ringmq.broker.state.OffsetView;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.time.Timer;
import io.ringmq.raft.BusyException;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gathers consumer offsets and replicates them together: consumers commit each of their queues every few seconds and
 * with every pull, and only the last offset of a queue matters. Thread-safe.
 *
 * <p>Offsets wait for at most one interval, or until the bound is reached. Those that find the log busy wait for
 * another interval; when the bound is reached meanwhile, new ones are refused. On a node that does not lead they are
 * passed on to the leader.
 */
public final class OffsetCommits {
    private final Proposals proposals;
    private final OffsetView view;
    private final OffsetRelay relay;
    private final Timer timer;
    private final Bounds bounds;
    private final AtomicLong dropped = new AtomicLong();
    /** Held while proposing, so that of two flushes the one with the newer offsets comes second in the log. */
    private final Object flushOrder = new Object();

    private Map<Target, OffsetCommit> pending = new LinkedHashMap<>();
    private List<ProposalCallback> waiting = new ArrayList<>();
    private boolean flushScheduled;

    /**
     * When gathered offsets are proposed.
     *
     * @param intervalMs longest wait
     * @param maxPending queues with an offset, and requests that wait for one, at which they are proposed at once
     */
    public record Bounds(long intervalMs, int maxPending) {}

    public OffsetCommits(Proposals proposals, OffsetView view, OffsetRelay relay, Timer timer, Bounds bounds) {
        this.proposals = proposals;
        this.view = view;
        this.relay = relay;
        this.timer = timer;
        this.bounds = bounds;
    }

    /** Commits an offset that nobody waits for, as consumers do most of the time. */
    public void commit(OffsetCommit commit) {
        if (!proposals.isLeader()) {
            relay.add(commit);
        } else if (!add(commit, null)) {
            dropped.incrementAndGet();
        }
    }

    /** Commits an offset and tells the outcome. */
    public void commit(OffsetCommit commit, ProposalCallback callback) {
        if (!add(commit, callback)) {
            callback.rejected(new BusyException(bounds.maxPending() + " consumer offsets wait for replication"));
        }
    }

    /**
     * Commits an offset that another node passed on, unless the group has been heard of here since: such an offset may be
     * older than what the client has committed to this node. It is applied only if progress is still what it is now, and
     * never moves it back.
     */
    void advance(OffsetCommit commit, ProposalCallback callback) {
        long committed = view.committedOffset(commit.group(), commit.topic(), commit.queueId());
        if (committed >= commit.offset() || isPending(Target.of(commit))) {
            callback.applied(List.of());
            return;
        }
        OffsetCondition forward =
                new OffsetCondition(commit.group(), commit.topic(), commit.queueId(), committed, commit.offset(), 0);
        proposals.propose(List.of(Records.condition(forward)), callback);
    }

    private synchronized boolean isPending(Target target) {
        return pending.containsKey(target);
    }

    /** Offsets dropped so far, because of a bound or because no leader was found for them. */
    public long dropped() {
        return dropped.get() + relay.dropped();
    }

    private boolean add(OffsetCommit commit, @Nullable ProposalCallback callback) {
        boolean full;
        synchronized (this) {
            Target target = Target.of(commit);
            if (isFull() && !pending.containsKey(target)) {
                return false;
            }
            pending.put(target, commit);
            if (callback != null) {
                waiting.add(callback);
            }
            full = isFull();
            if (!full) {
                scheduleFlush();
            }
        }
        if (full) {
            flush();
        }
        return true;
    }

    private boolean isFull() {
        return pending.size() >= bounds.maxPending() || waiting.size() >= bounds.maxPending();
    }

    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            timer.after(bounds.intervalMs(), this::flushDue);
        }
    }

    private void flushDue() {
        synchronized (this) {
            flushScheduled = false;
        }
        flush();
    }

    /** Proposes what is gathered now, in front of whatever is proposed later. */
    public void flush() {
        synchronized (flushOrder) {
            Flush flush = takePending();
            if (!flush.offsets.isEmpty()) {
                proposals.propose(List.of(Records.commitOffsets(List.copyOf(flush.offsets.values()))), flush);
            }
        }
    }

    private synchronized Flush takePending() {
        Flush flush = new Flush(pending, waiting);
        pending = new LinkedHashMap<>();
        waiting = new ArrayList<>();
        return flush;
    }

    private synchronized void putBack(Map<Target, OffsetCommit> offsets, List<ProposalCallback> callbacks) {
        offsets.forEach(pending::putIfAbsent);
        waiting.addAll(0, callbacks);
        scheduleFlush();
    }

    /** What an offset is the progress of; of two commits for the same the later one counts. */
    record Target(String group, String topic, int queueId) {
        static Target of(OffsetCommit commit) {
            return new Target(commit.group(), commit.topic(), commit.queueId());
        }
    }

    /** The outcome of one proposal of gathered offsets. */
    private final class Flush implements ProposalCallback {
        private final Map<Target, OffsetCommit> offsets;
        private final List<ProposalCallback> callbacks;

        Flush(Map<Target, OffsetCommit> offsets, List<ProposalCallback> callbacks) {
            this.offsets = offsets;
            this.callbacks = callbacks;
        }

        @Override
        public void applied(List<@Nullable Object> results) {
            callbacks.forEach(callback -> callback.applied(results));
        }

        @Override
        public void rejected(ProposalException cause) {
            if (cause instanceof BusyException) {
                putBack(offsets, callbacks);
                return;
            }
            giveUp();
            callbacks.forEach(callback -> callback.rejected(cause));
        }

        @Override
        public void unknown(ProposalException cause) {
            giveUp();
            callbacks.forEach(callback -> callback.unknown(cause));
        }

        /** What this node could not do as the leader, another may. */
        private void giveUp() {
            if (proposals.isLeader()) {
                dropped.addAndGet(offsets.size());
            } else {
                offsets.values().forEach(relay::add);
            }
        }
    }
}
