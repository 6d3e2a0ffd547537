package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import org.jspecify.annotations.Nullable;

/** Found by JRaft as a service, ahead of its own. Servers are started by {@link RaftTransport} alone. */
@SPI(name = "ringmq", priority = 100)
public final class NettyRaftRpcFactory implements RaftRpcFactory {

    /** Serialisers are chosen by {@link MessageKind}; there is nothing to register. */
    @Override
    public void registerProtobufSerializer(String className, Object... args) {}

    @Override
    public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
        return new NettyRpcClient();
    }

    @Override
    public RpcServer createRpcServer(Endpoint endpoint, @Nullable ConfigHelper<RpcServer> helper) {
        throw new UnsupportedOperationException("the Raft server of a process is started by RaftHost");
    }
}
