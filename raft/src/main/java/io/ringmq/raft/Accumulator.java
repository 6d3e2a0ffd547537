package io.ringmq.raft;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins proposals into log entries without a timer. While fewer than {@code maxInFlightBatches} entries are under way a
 * batch leaves when its first proposal's executor says so: at once, or when an event loop has handed over all that it has
 * read. Otherwise proposals join the open batch, which leaves as soon as an entry completes. So batches grow with the
 * load and an idle group adds no delay.
 *
 * <p>Bounds: {@code maxInFlightBatches} entries in flight, {@code maxBatchBytes} for each (or one larger proposal),
 * {@code maxPendingBytes} in all, beyond which proposals are rejected as busy.
 *
 * <p>Thread-safe. Batches leave in the order of their proposals: the proposer is called under the lock, and must neither
 * block nor call back on the same thread. Callbacks run outside the lock.
 */
final class Accumulator {
    private static final Logger LOG = LoggerFactory.getLogger(Accumulator.class);

    /** Starts replicating a batch; its end is reported by {@link #completed}. */
    interface Proposer {
        void propose(ProposalBatch batch, long term);
    }

    private final AccumulatorOptions options;
    private final int maxProposalBytes;
    private final int maxBatchBytes;
    private final Proposer proposer;
    private final Supplier<ProposalException> notLeading;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ProposalBatch> sealed = new ArrayDeque<>();
    private final Set<ProposalBatch> inFlight = new HashSet<>();
    private @Nullable ProposalBatch open;
    private long term;
    private long pendingBytes;
    private int lastBatchBytes;
    /** Whether {@link #leave} is about to run. */
    private boolean leaving;

    /**
     * @param maxProposalBytes largest single proposal, encoded: what one log entry can hold
     * @param notLeading makes the reason given for proposals outside a leadership
     */
    Accumulator(
            AccumulatorOptions options,
            int maxProposalBytes,
            Proposer proposer,
            Supplier<ProposalException> notLeading) {
        this.options = options;
        this.maxProposalBytes = maxProposalBytes;
        this.maxBatchBytes = Math.min(options.maxBatchBytes(), maxProposalBytes);
        this.proposer = proposer;
        this.notLeading = notLeading;
    }

    /** Accepts proposals, for this term. */
    void start(long newTerm) {
        lock.lock();
        try {
            term = newTerm;
        } finally {
            lock.unlock();
        }
    }

    /** Accepts no more proposals and rejects those that have not left. */
    void stop() {
        List<ProposalBatch> waiting;
        lock.lock();
        try {
            term = 0;
            sealOpen();
            waiting = List.copyOf(sealed);
            sealed.clear();
            waiting.forEach(batch -> pendingBytes -= batch.sizeBytes());
        } finally {
            lock.unlock();
        }
        waiting.forEach(batch -> batch.rejected(notLeading.get()));
    }

    /** Ends what is still in flight, when nobody will report it any more. */
    void abandon(ProposalException cause) {
        stop();
        List<ProposalBatch> lost;
        lock.lock();
        try {
            lost = List.copyOf(inFlight);
        } finally {
            lock.unlock();
        }
        lost.forEach(batch -> {
            completed(batch);
            batch.unknown(cause);
        });
    }

    /** @param departures runs the departure of the batch, once, when more is unlikely to join it soon */
    void propose(List<? extends ProposedRecord> records, ProposalCallback callback, Executor departures) {
        long sizeBytes = sizeBytes(records);
        ProposalException refusal = sizeBytes > maxProposalBytes
                ? new TooLargeException(sizeBytes, maxProposalBytes)
                : accept(records, (int) sizeBytes, callback, departures);
        if (refusal != null) {
            callback.rejected(refusal);
        }
    }

    private static long sizeBytes(List<? extends ProposedRecord> records) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a proposal needs at least one record");
        }
        long size = 0;
        for (ProposedRecord record : records) {
            size += RecordFormat.sizeOf(record);
        }
        return size;
    }

    private @Nullable ProposalException accept(
            List<? extends ProposedRecord> records, int sizeBytes, ProposalCallback callback, Executor departures) {
        lock.lock();
        try {
            if (term == 0) {
                return notLeading.get();
            }
            if (pendingBytes + sizeBytes > options.maxPendingBytes()) {
                return new BusyException(
                        pendingBytes + " bytes of proposals are pending, the limit is " + options.maxPendingBytes());
            }
            batchFor(sizeBytes).add(records, sizeBytes, callback);
            pendingBytes += sizeBytes;
            if (!leaving && hasRoom()) {
                leaving = true;
                depart(departures);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void depart(Executor departures) {
        try {
            departures.execute(this::leave);
        } catch (RejectedExecutionException e) {
            LOG.debug("The thread of a proposal has ended; its batch leaves at once", e);
            leave();
        }
    }

    private void leave() {
        lock.lock();
        try {
            leaving = false;
            proposeReady();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom() {
        return inFlight.size() < options.maxInFlightBatches();
    }

    private ProposalBatch batchFor(int sizeBytes) {
        if (open != null && open.sizeBytes() + sizeBytes > maxBatchBytes) {
            sealOpen();
        }
        if (open == null) {
            open = new ProposalBatch(Math.max(sizeBytes, lastBatchBytes));
        }
        return open;
    }

    private void sealOpen() {
        if (open != null && !open.isEmpty()) {
            sealed.add(open);
        }
        open = null;
    }

    private void proposeReady() {
        while (term != 0 && hasRoom()) {
            if (sealed.isEmpty() && !leaving) {
                sealOpen();
            }
            ProposalBatch next = sealed.poll();
            if (next == null) {
                return;
            }
            next.seal();
            lastBatchBytes = next.sizeBytes();
            inFlight.add(next);
            proposer.propose(next, term);
        }
    }

    /** A batch is no longer in flight, for whatever reason. Its callbacks are the caller's to run. */
    void completed(ProposalBatch batch) {
        lock.lock();
        try {
            if (inFlight.remove(batch)) {
                pendingBytes -= batch.sizeBytes();
                proposeReady();
            }
        } finally {
            lock.unlock();
        }
    }

    long pendingBytes() {
        lock.lock();
        try {
            return pendingBytes;
        } finally {
            lock.unlock();
        }
    }
}
