package io.ringmq.admin.restart;

import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Node;

/** Has the process of a node stopped and started, or begins to. */
@FunctionalInterface
public interface Restarter {
    /**
     * Restarts a node.
     *
     * @throws AdminException if that failed
     */
    void restart(Node node);
}
