package io.ringmq.raft.rpc;

import org.jspecify.annotations.Nullable;

/** Whether peers may talk to a group on this node, and what they are told of it meanwhile. Thread-safe. */
public interface GroupDoor {
    /** Whether votes and entries for the group are taken; if not, its peers are told to try again. */
    boolean isOpen();

    /** What this node's files say of the group; null as long as they are being read. */
    @Nullable
    Origin origin();
}
