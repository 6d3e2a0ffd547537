package io.ringmq.raft;

/**
 * The Raft side of a process: one server and one set of connections for all its groups.
 */
// The signatures come first so that callers can be written; the bodies follow.
@SuppressWarnings("DoNotCallSuggester")
public final class RaftHost implements AutoCloseable {

    private RaftHost() {}

    /**
     * Starts to listen.
     *
     * @throws RaftStartException if the address cannot be bound
     */
    public static RaftHost start(RaftHostOptions options) {
        throw new UnsupportedOperationException("not built yet " + options);
    }

    /**
     * Opens a group from its files, or as a new member of a new group. Returns once the log is recovered; a leader is
     * elected later.
     *
     * @throws AppliedBeyondLogException if the applier is ahead of the log
     * @throws RaftStartException if the files or the options do not allow a safe start
     */
    public RaftGroup open(RaftGroupOptions options, LogApplier applier) {
        throw new UnsupportedOperationException("not built yet " + options + applier);
    }

    /** Closes the groups, each in order, then the server. */
    @Override
    public void close() {}
}
