package io.ringmq.raft;

import org.jspecify.annotations.Nullable;

/** Where the applier leaves the outcome of each record of an entry. Ignored on replicas that did not propose it. */
public interface RecordResults {

    /**
     * Sets the result handed to the proposer of a record.
     *
     * @param ordinal position of the record in the entry, from 0
     */
    void set(int ordinal, @Nullable Object result);
}
