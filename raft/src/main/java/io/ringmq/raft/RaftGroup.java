package io.ringmq.raft;

import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.record.ProposedRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One replicated log on this node. Thread-safe; no method blocks except {@link #close()} and {@link #mend}.
 *
 * <p>Leader election, log matching and commitment are those of the Raft paper (Ongaro and Ousterhout 2014, section 5),
 * read barriers its section 8 and section 6.4 of Ongaro's thesis.
 */
public interface RaftGroup extends GroupOperations, AutoCloseable {

    /** Name of the group, the same on all members. */
    String name();

    RaftPeer self();

    /** This replica's log. Only entries up to the applied index are committed. */
    CommitLog log();

    /**
     * Proposes records. All of them go into one log entry, contiguous and in this order. They are encoded before this
     * returns; the caller may reuse them.
     *
     * @param records at least one
     * @param departures runs the departure of the entry, once: {@code Runnable::run} at once, an event loop when it has
     *     handed over all it has read, so that those proposals share an entry. It may be given up for another proposal's
     *     that runs earlier
     */
    void propose(List<? extends ProposedRecord> records, ProposalCallback callback, Executor departures);

    /**
     * A linearizable read point: completes when this replica has applied everything that was committed anywhere at the
     * time of the call. Works on followers too, at the price of a round trip to the leader. Fails with
     * {@link ReadBarrierException} within a bounded time.
     */
    CompletableFuture<Void> readBarrier();

    /** Whether this node leads and has applied the first entry of its term, so that proposals are accepted. */
    boolean isLeader();

    /** The current term as this node knows it. */
    long term();

    /** The leader as this node knows it, or null. */
    @Nullable
    RaftPeer leader();

    RaftStatus status();

    /** Who belongs to the group and who leads it, and changing that. */
    GroupMembership membership();

    /**
     * Leaves the group in order: a leader hands over first, waiting a bounded time for its successor. Unanswered
     * proposals end as rejected or unknown. Blocks; must not be called on the apply thread.
     */
    @Override
    void close();
}
