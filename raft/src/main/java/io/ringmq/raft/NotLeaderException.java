package io.ringmq.raft;

import org.jspecify.annotations.Nullable;

/** This node does not lead the group in the term the proposal was made for; nothing was appended. */
public final class NotLeaderException extends ProposalException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable RaftPeer leader;

    public NotLeaderException(String group, @Nullable RaftPeer leader) {
        super("not the leader of group " + group + (leader == null ? ", which has none now" : "; it is " + leader));
        this.leader = leader;
    }

    /** The leader this node knows of, or null during an election. A hint: it may be stale. */
    public @Nullable RaftPeer leader() {
        return leader;
    }
}
