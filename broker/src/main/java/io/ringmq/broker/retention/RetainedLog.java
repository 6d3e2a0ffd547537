package io.ringmq.broker.retention;

import io.ringmq.store.commitlog.CommitLog;
import java.util.function.LongSupplier;

/**
 * The log of a ring, as retention sees it.
 *
 * @param waitingFrom physical offset from which on messages wait in the log to be delivered
 * @param trimIndex drops from the index what points into deleted segments, and tells how much that was
 * @param takeSnapshot has Raft take a snapshot, so that it needs less of the log; does not wait for it
 */
public record RetainedLog(
        String ring, CommitLog log, LongSupplier waitingFrom, LongSupplier trimIndex, Runnable takeSnapshot) {
    LogContents contents() {
        return new LogContents(ring, log.segments(), log.deletableBefore(), waitingFrom.getAsLong());
    }
}
