package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.option.NodeOptions;
import org.jspecify.annotations.Nullable;

/** Options of a JRaft node that lead its RPC client, which JRaft creates through a static factory, to its process's transport. */
public final class TransportNodeOptions extends NodeOptions {

    private final RaftTransport transport;
    private volatile @Nullable ReplicatorGroup replicators;

    public TransportNodeOptions(RaftTransport transport) {
        this.transport = transport;
    }

    RaftTransport transport() {
        return transport;
    }

    void replicators(ReplicatorGroup group) {
        replicators = group;
    }

    /** The node's replicators, which JRaft shows to its RPC client only; null until the node is started. */
    public @Nullable ReplicatorGroup replicators() {
        return replicators;
    }
}
