package io.ringmq.broker.state;

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a group has popped of one queue. Changed by the applying thread, read by any. */
final class PopQueue {

    private final GroupQueue key;
    /** By start offset, so that the lowest unresolved message is found among the first few. */
    private final ConcurrentNavigableMap<PopBatch, PopCheckpoint> checkpoints = new ConcurrentSkipListMap<>(
            Comparator.comparingLong(PopBatch::startOffset).thenComparingLong(PopBatch::popTimeMs));

    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile long nextOffset;
    private volatile @Nullable OrderedBatch ordered;

    PopQueue(GroupQueue key, long nextOffset) {
        this.key = key;
        this.nextOffset = nextOffset;
    }

    GroupQueue key() {
        return key;
    }

    /** Where the next pop goes on. */
    long nextOffset() {
        OrderedBatch inOrder = ordered;
        return inOrder == null ? nextOffset : inOrder.firstInFlight();
    }

    void goOnAt(long offset) {
        nextOffset = offset;
    }

    int inFlight() {
        OrderedBatch inOrder = ordered;
        return inFlight.get() + (inOrder == null ? 0 : inOrder.left());
    }

    @Nullable
    OrderedBatch ordered() {
        return ordered;
    }

    /** @param batch null, or one that is in flight at least in part */
    void order(@Nullable OrderedBatch batch) {
        ordered = batch;
    }

    @Nullable
    PopCheckpoint find(PopBatch batch) {
        return checkpoints.get(batch);
    }

    Collection<PopCheckpoint> checkpoints() {
        return checkpoints.values();
    }

    /** Adds a checkpoint, or puts it in place of what it was before. */
    void put(PopCheckpoint checkpoint) {
        PopCheckpoint before = checkpoints.put(checkpoint.batch(), checkpoint);
        inFlight.addAndGet(checkpoint.left() - (before == null ? 0 : before.left()));
    }

    void remove(PopCheckpoint checkpoint) {
        PopCheckpoint before = checkpoints.remove(checkpoint.batch());
        inFlight.addAndGet(before == null ? 0 : -before.left());
    }

    /** The lowest offset in flight, else the next to pop: everything below it is resolved. */
    long lowestUnresolved() {
        long lowest = nextOffset();
        for (PopCheckpoint checkpoint : checkpoints.values()) {
            if (checkpoint.batch().startOffset() >= lowest) {
                break;
            }
            lowest = Math.min(lowest, checkpoint.firstUnresolved());
        }
        return lowest;
    }
}
