package io.ringmq.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.error.RaftError;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.SnapshotException;
import io.ringmq.raft.snapshot.SnapshotOptions;
import io.ringmq.raft.snapshot.Snapshots;
import io.ringmq.raft.storage.GroupStorage;
import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.CommitLog;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the snapshots of a group, when they are due and on demand.
 *
 * <p>The apply thread only links the files of the state, which were flushed ahead of that; checksums and the manifest
 * follow on the snapshot thread. When they are durable, JRaft truncates the log to the snapshot before.
 */
final class GroupSnapshots implements Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(GroupSnapshots.class);
    private static final int RECOUNT_MS = 10;
    private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String group;
    private final NodeImpl node;
    private final GroupFiles files;
    private final @Nullable SnapshotOptions options;
    private final ScheduledExecutorService executor;
    /** The position of the last snapshot that JRaft knows of. */
    private long lastIndex;

    private @Nullable CompletableFuture<Long> running;
    private @Nullable Future<?> checks;
    private @Nullable GroupCopies copies;
    private boolean closed;
    private long notBeforeNanos;
    private long lastTakenNanos;

    /**
     * @param options null if this group takes no snapshots
     * @param bootIndex the position of the snapshot that JRaft starts from
     * @param executor one thread, shared by the groups of a process
     */
    GroupSnapshots(
            String group,
            NodeImpl node,
            GroupFiles files,
            @Nullable SnapshotOptions options,
            long bootIndex,
            ScheduledExecutorService executor) {
        this.group = group;
        this.node = node;
        this.files = files;
        this.options = options;
        this.lastIndex = bootIndex;
        this.executor = executor;
    }

    /**
     * Takes snapshots when they are due from now on; called once.
     *
     * @param served closed with this
     */
    synchronized void schedule(SnapshotOptions due, GroupCopies served, long checkEveryMs, LongSupplier nanoClock) {
        copies = served;
        lastTakenNanos = nanoClock.getAsLong();
        notBeforeNanos = lastTakenNanos;
        checks = executor.scheduleWithFixedDelay(
                () -> check(due, served, nanoClock.getAsLong()), checkEveryMs, checkEveryMs, TimeUnit.MILLISECONDS);
    }

    private void check(SnapshotOptions due, GroupCopies served, long nowNanos) {
        served.expire();
        // A replica that copies needs the log from its snapshot on: it would never arrive if that was truncated
        // meanwhile.
        if (served.isRead() || !isDue(due, nowNanos)) {
            return;
        }
        synchronized (this) {
            // Reached again only if this one fails.
            notBeforeNanos = nowNanos + RETRY_NANOS;
        }
        var unused = take().whenComplete((index, failure) -> {
            if (failure == null) {
                taken(nowNanos);
            } else {
                LOG.warn("Group {}: no snapshot was taken, trying again in a minute", group, failure);
            }
        });
    }

    private synchronized void taken(long nowNanos) {
        lastTakenNanos = nowNanos;
        notBeforeNanos = nowNanos;
    }

    private synchronized boolean isDue(SnapshotOptions due, long nowNanos) {
        if (closed || running != null || nowNanos - notBeforeNanos < 0) {
            return false;
        }
        Manifest newest = newest();
        boolean changed = due.state().appliedIndex() > (newest == null ? 0 : newest.stateIndex());
        long bytes =
                files.log().endOffset() - (newest == null ? 0 : newest.point().endOffset());
        long age = nowNanos - lastTakenNanos;
        return changed && (bytes >= due.everyBytes() || age >= TimeUnit.MILLISECONDS.toNanos(due.everyMs()));
    }

    @Override
    public @Nullable Manifest newest() {
        return options == null ? null : options.files().newest();
    }

    @Override
    public @Nullable Instant newestTakenAt() {
        return options == null ? null : options.files().newestTakenAt();
    }

    @Override
    public CompletableFuture<Long> take() {
        SnapshotOptions source = options;
        if (source == null) {
            return CompletableFuture.failedFuture(new SnapshotException("group " + group + " takes no snapshots"));
        }
        CompletableFuture<Long> started;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new SnapshotException("group " + group + " is closed"));
            }
            if (running != null) {
                return running.copy();
            }
            started = new CompletableFuture<>();
            running = started;
        }
        executor.execute(() -> begin(source, started));
        return started.copy();
    }

    private void begin(SnapshotOptions source, CompletableFuture<Long> result) {
        try {
            long seen = node.getLastAppliedLogIndex();
            // JRaft would answer by dropping every entry of the log up to its last snapshot.
            if (seen <= lastIndex()) {
                if (source.state().appliedIndex() > seen) {
                    // JRaft counts a run as applied a moment after the state shows it.
                    var unused = executor.schedule(() -> begin(source, result), RECOUNT_MS, TimeUnit.MILLISECONDS);
                } else {
                    end(result, nothingApplied());
                }
                return;
            }
            source.state().flush();
            node.snapshot(status -> end(result, status.isOk() ? null : failure(status.getErrorMsg(), null)));
        } catch (RuntimeException e) {
            end(result, failure(String.valueOf(e.getMessage()), e));
        }
    }

    private synchronized long lastIndex() {
        return lastIndex;
    }

    private @Nullable SnapshotException nothingApplied() {
        return newest() == null ? failure("nothing was applied since the start, and there is none yet", null) : null;
    }

    private SnapshotException failure(String why, @Nullable Throwable cause) {
        return new SnapshotException("group " + group + ": no snapshot was taken: " + why, cause);
    }

    private void end(CompletableFuture<Long> result, @Nullable SnapshotException failure) {
        synchronized (this) {
            running = null;
        }
        Manifest newest = newest();
        if (failure != null) {
            result.completeExceptionally(failure);
        } else if (newest == null) {
            result.completeExceptionally(failure("it was found damaged at once", null));
        } else {
            result.complete(newest.index());
        }
    }

    /** Saves the state as it is; called on the apply thread. */
    void save(SnapshotMeta meta, Closure done) {
        SnapshotOptions source = options;
        if (source == null) {
            done.run(failed("group " + group + " takes no snapshots"));
            return;
        }
        try {
            // The last entry may be one of Raft's own, which nobody has waited for yet.
            files.gate().await(meta.getLastIncludedIndex(), meta.getLastIncludedTerm());
            source.state().checkpoint(source.files().begin(meta.getLastIncludedIndex()));
            long stateIndex = source.state().appliedIndex();
            executor.execute(() -> complete(source, meta, stateIndex, done));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Group {}: the state could not be saved", group, e);
            done.run(failed("the state could not be saved: " + e.getMessage()));
        }
    }

    private void complete(SnapshotOptions source, SnapshotMeta meta, long stateIndex, Closure done) {
        Status status;
        try {
            Manifest manifest = manifest(source, meta, stateIndex);
            source.files().commit(manifest);
            synchronized (this) {
                lastIndex = manifest.index();
            }
            LOG.info(
                    "Group {}: snapshot at index {}, {} bytes of state in {} files",
                    group,
                    manifest.index(),
                    manifest.stateBytes(),
                    manifest.files().size());
            status = Status.OK();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Group {}: a snapshot could not be finished", group, e);
            status = failed("it could not be finished: " + e.getMessage());
        }
        done.run(status);
    }

    private Manifest manifest(SnapshotOptions source, SnapshotMeta meta, long stateIndex) throws IOException {
        CommitLog log = files.log();
        // A snapshot must never be ahead of what a power cut leaves of the log.
        log.force();
        ChainPoint point = log.pointAfter(meta.getLastIncludedIndex());
        if (point == null || point.term() != meta.getLastIncludedTerm()) {
            throw new IllegalStateException("the log holds " + log.firstIndex() + " to " + log.lastIndex()
                    + ", but not index " + meta.getLastIncludedIndex() + " of term " + meta.getLastIncludedTerm());
        }
        return new Manifest(
                group,
                point,
                stateIndex,
                log.startOffset(),
                GroupStorage.members(meta),
                source.files().checksums(point.index()));
    }

    /** Any other code than EIO: with that one JRaft would stop the node. */
    private static Status failed(String why) {
        return new Status(RaftError.ECANCELED, "%s", why);
    }

    /** Takes no more snapshots. Nobody waits for one under way any more. */
    void close() {
        CompletableFuture<Long> abandoned;
        GroupCopies served;
        synchronized (this) {
            closed = true;
            served = copies;
            abandoned = running;
            if (checks != null) {
                checks.cancel(false);
            }
        }
        if (served != null) {
            served.close();
        }
        if (abandoned != null) {
            end(abandoned, failure("the group is closed", null));
        }
    }
}
