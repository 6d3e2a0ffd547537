package io.ringmq.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives the outcome of one proposal. Exactly one method is called, exactly once, on the apply thread, a thread of
 * the group, or the proposing thread; it must not block.
 */
public interface ProposalCallback {

    /**
     * The records are committed and applied on this replica.
     *
     * @param results what the applier set for each record, in the order of the proposal; null where it set nothing
     */
    void applied(List<@Nullable Object> results);

    /** Nothing was appended: the same records may be proposed again, here or elsewhere. */
    void rejected(ProposalException cause);

    /** The records may or may not become applied, now or later, possibly under another leader. */
    void unknown(ProposalException cause);
}
