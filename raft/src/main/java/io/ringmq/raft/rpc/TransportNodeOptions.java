package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.option.NodeOptions;

/** Options of a JRaft node that lead its RPC client, which JRaft creates through a static factory, to its process's transport. */
public final class TransportNodeOptions extends NodeOptions {

    private final RaftTransport transport;

    public TransportNodeOptions(RaftTransport transport) {
        this.transport = transport;
    }

    RaftTransport transport() {
        return transport;
    }
}
