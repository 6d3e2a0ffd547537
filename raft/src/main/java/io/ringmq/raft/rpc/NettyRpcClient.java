package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JRaft node's view of the connections of its process. JRaft calls it under its node lock, so nothing here waits
 * for the network.
 */
final class NettyRpcClient implements RpcClient {

    private static final Logger LOG = LoggerFactory.getLogger(NettyRpcClient.class);

    private @Nullable RaftTransport transport;
    private @Nullable ReplicatorGroup replicators;

    @Override
    public boolean init(RpcOptions options) {
        TransportNodeOptions node = (TransportNodeOptions) options;
        transport = node.transport();
        if (replicators != null) {
            node.replicators(replicators);
            transport.addReplicators(replicators);
        }
        return true;
    }

    private RaftTransport transport() {
        if (transport == null) {
            throw new IllegalStateException("the RPC client is used before its init");
        }
        return transport;
    }

    /** The connections are shared with other groups and stay. */
    @Override
    public void shutdown() {
        if (replicators != null) {
            transport().removeReplicators(replicators);
        }
    }

    @Override
    public boolean checkConnection(Endpoint endpoint) {
        return transport().link(endpoint).isEstablished();
    }

    /** All links connect by themselves from their first use. */
    @Override
    public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
        return checkConnection(endpoint);
    }

    /** The connections are shared with other groups and stay. */
    @Override
    public void closeConnection(Endpoint endpoint) {}

    @Override
    public void registerConnectEventListener(ReplicatorGroup group) {
        replicators = group;
    }

    /**
     * Answers JRaft's connection check from the state of the connection: its hello has been exchanged, which is all that
     * a ping would show.
     */
    @Override
    public Object invokeSync(Endpoint endpoint, Object request, @Nullable InvokeContext context, long timeoutMs)
            throws RemotingException {
        if (!(request instanceof PingRequest)) {
            throw new RemotingException("only pings are synchronous, not " + request.getClass());
        }
        RaftError state = checkConnection(endpoint) ? RaftError.SUCCESS : RaftError.EHOSTDOWN;
        return ErrorResponse.newBuilder().setErrorCode(state.getNumber()).build();
    }

    @Override
    public void invokeAsync(
            Endpoint endpoint, Object request, @Nullable InvokeContext context, InvokeCallback callback, long timeoutMs)
            throws RemotingException {
        if (request instanceof RequestVoteRequest vote && !transport().stands(vote.getGroupId())) {
            // Nobody waits for the answer to a vote: JRaft asks again after its timeout.
            LOG.debug("Group {} does not stand for election here", vote.getGroupId());
            return;
        }
        transport().link(endpoint).send((Message) request, callback, timeoutMs);
    }
}
