package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.google.protobuf.Message;
import java.util.function.Function;

/** Both lanes to a peer. */
final class PeerLink {

    private final PeerConnection data;
    private final PeerConnection control;

    PeerLink(Function<Lane, PeerConnection> lanes) {
        data = lanes.apply(Lane.DATA);
        control = lanes.apply(Lane.CONTROL);
    }

    void connect() {
        data.connect();
        control.connect();
    }

    boolean isEstablished() {
        return data.isEstablished() && control.isEstablished();
    }

    /** See {@link PeerConnection#send}. */
    void send(Message request, InvokeCallback callback, long timeoutMs) throws RemotingException {
        MessageKind kind = MessageKind.of(request);
        if (kind == null) {
            throw new RemotingException(request.getClass().getSimpleName() + " is not sent between peers");
        }
        (isReplication(request) ? data : control).send(kind, request, callback, timeoutMs);
    }

    /** Probes carry empty data and are counted in the sequence of entries; heartbeats carry none. */
    static boolean isReplication(Message request) {
        return request instanceof AppendEntriesRequest append && (append.getEntriesCount() > 0 || append.hasData());
    }

    void close() {
        data.close();
        control.close();
    }
}
