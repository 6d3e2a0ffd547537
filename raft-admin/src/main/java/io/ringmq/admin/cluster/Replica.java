package io.ringmq.admin.cluster;

import io.ringmq.remoting.body.ReplicaStatusBody;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a ring, as it was when asked.
 *
 * @param address where it serves clients
 * @param status what it says of itself; null if it did not say
 * @param problem why it did not
 */
public record Replica(
        String address,
        @Nullable ReplicaStatusBody status,
        @Nullable String problem) {

    static Replica answered(String address, ReplicaStatusBody status) {
        return new Replica(address, status, null);
    }

    static Replica silent(String address, String problem) {
        return new Replica(address, null, problem);
    }

    /** Whether it leads, in its own view. */
    public boolean leads() {
        return status != null && status.raft().role().equals("leader");
    }
}
