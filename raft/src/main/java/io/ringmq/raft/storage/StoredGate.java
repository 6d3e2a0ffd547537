package io.ringmq.raft.storage;

import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.FramePosition;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the apply thread wait until an entry is in the local log.
 *
 * <p>JRaft wakes replication before it hands an entry to the local disk, and learns of commitment from followers or
 * from the leader's heartbeats, so an entry can be committed before this replica has stored it. Readers of the state
 * resolve physical offsets against the log; hence nothing is applied that the log does not hold.
 *
 * <p>The wait cannot deadlock. The log publishes an entry inside {@code append}, on the disk thread, before that thread
 * runs anything that could block on the apply thread (the queue of commit events). What remains is that the disk
 * thread, on its way to the entry waited for, blocks on that queue for an earlier one because the queue is full. On a
 * leader the commit events ahead of the disk are bounded by the batches in flight (at most 1024, a few by default) and
 * one configuration entry, against a queue of 16384; on a follower JRaft drops a commit event rather than to wait for
 * room. A log that fails opens the gate with its failure.
 */
public final class StoredGate {

    private final CommitLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean waiting;
    private volatile @Nullable Throwable failure;

    public StoredGate(CommitLog log) {
        this.log = log;
        log.addStoredListener(index -> wake());
    }

    /**
     * Waits until the log holds this entry. The term matters: the log may still hold, at this index, the entry of a
     * deposed leader that is about to be truncated.
     *
     * @throws IllegalStateException if the log has failed and will never hold it
     */
    public FramePosition await(long index, long term) {
        FramePosition position = storedPosition(index, term);
        return position != null ? position : awaitSlowly(index, term);
    }

    private FramePosition awaitSlowly(long index, long term) {
        lock.lock();
        try {
            // Set before the condition is evaluated: an append that misses the flag is seen by the evaluation.
            waiting = true;
            FramePosition position = storedPosition(index, term);
            while (position == null) {
                if (failure != null) {
                    throw new IllegalStateException("the log failed before it stored index " + index, failure);
                }
                changed.awaitUninterruptibly();
                position = storedPosition(index, term);
            }
            return position;
        } finally {
            waiting = false;
            lock.unlock();
        }
    }

    private @Nullable FramePosition storedPosition(long index, long term) {
        if (log.storedIndex() < index) {
            return null;
        }
        FramePosition position = log.position(index);
        return position != null && position.term() == term ? position : null;
    }

    /** Ends every wait, now and later, that the log does not fulfil. */
    public void fail(Throwable cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        if (!waiting) {
            return;
        }
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
