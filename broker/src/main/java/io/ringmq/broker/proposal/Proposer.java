package io.ringmq.broker.proposal;

import io.ringmq.raft.ProposalCallback;
import io.ringmq.store.record.ProposedRecord;
import java.util.List;

/** Takes what a leader proposes on its own behalf. Thread-safe. */
public interface Proposer {
    /** Whether this replica accepts proposals. */
    boolean isLeader();

    /** Proposes records; the callback is called exactly once, maybe before this returns. */
    void propose(List<? extends ProposedRecord> records, ProposalCallback callback);
}
