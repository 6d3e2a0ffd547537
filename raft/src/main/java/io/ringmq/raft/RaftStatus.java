package io.ringmq.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a group for operators. The fields are read one after the other, not atomically.
 *
 * @param role what this node is
 * @param term current term
 * @param leader known leader, or null
 * @param members voters of the configuration in force
 * @param progress how far this replica is
 * @param failure why the group has stopped, or null
 */
public record RaftStatus(
        RaftRole role,
        long term,
        @Nullable RaftPeer leader,
        List<RaftPeer> members,
        Progress progress,
        @Nullable String failure) {

    /**
     * Log positions of this replica.
     *
     * @param firstIndex first index Raft can still read
     * @param storedIndex last index in the local log
     * @param forcedIndex last index known to survive a power loss
     * @param committedIndex last index known to be committed; 0 once the group has stopped here
     * @param appliedIndex last index applied; 0 once the group has stopped here
     * @param pendingBytes bytes proposed here and not yet answered
     */
    public record Progress(
            long firstIndex,
            long storedIndex,
            long forcedIndex,
            long committedIndex,
            long appliedIndex,
            long pendingBytes) {}
}
