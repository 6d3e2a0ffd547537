package io.ringmq.broker.retention;

import io.ringmq.store.commitlog.CommitLog;
import java.util.function.LongSupplier;

/**
 * The log of a ring, as retention sees it.
 *
 * @param trimIndex drops from the index what points into deleted segments, and tells how much that was
 */
public record RetainedLog(String ring, CommitLog log, LongSupplier trimIndex) {
    LogContents contents() {
        return new LogContents(ring, log.segments(), log.deletableBefore());
    }
}
