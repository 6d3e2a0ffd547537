package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transactions of a ring. Thread-safe; a call sees the state as of some applied record. */
public interface TransactionView {

    /** What {@link #earliestCheckMs} says if nothing is pending. */
    long NOTHING_PENDING = Long.MAX_VALUE;

    /** The transaction of this number, or null if it is not pending. */
    @Nullable
    PendingTransaction pending(long number);

    /** How the transaction of this number ended, or null if it is pending, ended long ago or never was. */
    @Nullable
    EndedTransaction ended(long number);

    /** The half message of a pending transaction in the wire layout, its offsets zero; null if it is not pending. */
    @Nullable
    ByteBuffer halfMessage(long number);

    /** How many transactions are pending. */
    int pendingCount();

    /** What the half messages of all pending transactions take. */
    long pendingBytes();

    /**
     * Pending transactions about which somebody is to be asked at a time, those due first in front.
     *
     * @param max the most to return
     */
    List<PendingTransaction> due(long nowMs, int max);

    /** When somebody is to be asked next. */
    long earliestCheckMs();
}
