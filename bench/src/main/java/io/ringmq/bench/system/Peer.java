package io.ringmq.bench.system;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What is particular to a system whose processes {@link PeerSystem} runs. */
interface Peer extends AutoCloseable {
    SystemKind kind();

    String address();

    Map<String, String> facts();

    /** Everything needed before the first start: configuration files, formatted storage. */
    void prepare() throws IOException;

    /** All processes in the order in which they start; those of the nodes are named by {@link PeerSystem#nodeName}. */
    List<Server> servers();

    /** Asks for a topic; false if the system is not able to create it now. */
    boolean createTopic(String topic, int queues);

    /** Whether every replica has the topic, and every queue of it a leader. */
    boolean hasTopic(String topic, int queues);

    /** Who leads queue 0 now, if anybody does. */
    OptionalInt leader(String topic);

    /** Whether three replicas are registered and, where the system tells, in sync. */
    boolean isWhole();

    /** Lets go of connections to the system. */
    @Override
    void close();

    /**
     * A process of the system.
     *
     * @param readyLine what its output contains once it is ready
     */
    record Server(String name, List<String> command, String readyLine) {}
}
