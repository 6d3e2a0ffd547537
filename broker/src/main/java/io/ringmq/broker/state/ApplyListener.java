package io.ringmq.broker.state;

/**
 * Hears what a run of entries changed, after it has become readable. Called by the applying thread: must be quick and
 * must not throw.
 */
public interface ApplyListener {

    /** Does nothing. */
    ApplyListener NONE = new ApplyListener() {};

    /**
     * A queue has new messages.
     *
     * @param maxOffset the offset behind the last of them
     */
    default void messagesArrived(String topic, int queueId, long maxOffset) {}

    /** Topics were created, changed or deleted. */
    default void topicsChanged() {}

    /** Consumer groups were created, changed or deleted. */
    default void groupsChanged() {}

    /**
     * Messages wait for their time since just now.
     *
     * @param earliestDueMs when the first of them is due
     */
    default void timersSet(long earliestDueMs) {}

    /** A leader announced its address; also called on the leader itself. */
    default void leaderAnnounced(LeaderAddress address) {}

    /**
     * Transactions have begun.
     *
     * @param firstCheckMs when their producers are to be asked about them first, at the earliest
     */
    default void transactionsBegun(long firstCheckMs) {}

    /**
     * The state is exactly what the log up to this entry adds up to, until the call returns.
     *
     * @param index log index of the entry that carries the mark
     */
    default void verifyMarked(VerifyMark mark, long index) {}
}
