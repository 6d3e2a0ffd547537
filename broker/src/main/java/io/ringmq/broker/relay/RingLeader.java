package io.ringmq.broker.relay;

import org.jspecify.annotations.Nullable;

/** What this node knows of its ring's leader. Thread-safe. */
public interface RingLeader {
    String ringName();

    /** Whether this node leads and takes proposals. */
    boolean isHere();

    /** Client address of the present leader, possibly this node's own; null while there is none. */
    @Nullable
    String address();
}
