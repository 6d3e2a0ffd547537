package io.ringmq.bench.system;

import java.util.List;

/**
 * The three replicas of a system, as a failover benchmark uses them. Nodes are numbered 0 to 2. Not thread-safe; calls
 * block until they have done what they say.
 */
public interface Replicas {
    /** How many replicas every system has. */
    int NODES = 3;

    /** Process ids of the replicas that run, by node; nameservers and controllers of their own are left out. */
    List<Long> brokerPids();

    /**
     * The node that leads queue 0 of a topic.
     *
     * @throws io.ringmq.bench.process.AwaitException if none does within a minute
     */
    int leaderNode(String topic);

    /** Kills a node as {@code kill -9} does. Its data stay. */
    void kill(int node);

    /**
     * Starts a node that does not run, on the data it had, and returns once it says that it is ready.
     *
     * @throws io.ringmq.bench.process.AwaitException with the end of its log if it does not get there
     */
    void startNode(int node);

    /**
     * Waits until all three replicas are registered and, where the system tells, in sync.
     *
     * @throws io.ringmq.bench.process.AwaitException if that takes longer than two minutes
     */
    void awaitWhole();
}
