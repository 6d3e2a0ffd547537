package io.ringmq.broker.retention;

import io.ringmq.store.commitlog.CommitLog;
import java.util.function.LongSupplier;

/**
 * The log of a ring, as retention sees it.
 *
 * @param trimIndex drops from the index what points into deleted segments, and tells how much that was
 * @param takeSnapshot has Raft take a snapshot, so that it needs less of the log; does not wait for it
 */
public record RetainedLog(String ring, CommitLog log, LongSupplier trimIndex, Runnable takeSnapshot) {
    LogContents contents() {
        return new LogContents(ring, log.segments(), log.deletableBefore());
    }
}
