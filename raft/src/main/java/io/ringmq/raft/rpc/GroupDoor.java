package io.ringmq.raft.rpc;

import org.jspecify.annotations.Nullable;

/** What a group on this node may take part in, and what its peers are told of it. Thread-safe. */
public interface GroupDoor {
    /** Whether votes and entries for the group are taken; if not, its peers are told to try again. */
    boolean isOpen();

    /** Whether it votes for others. */
    boolean votes();

    /** Whether it stands for election when the leader is silent or asks it to take over. */
    boolean stands();

    /** What this node says of the group; null as long as its files are being read. */
    @Nullable
    PeerView view();
}
