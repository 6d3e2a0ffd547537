package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.google.protobuf.Message;
import java.util.function.Consumer;

/** Where JRaft leaves the response to a request. */
final class Responder implements RpcContext {

    private final Consumer<Message> sink;

    Responder(Consumer<Message> sink) {
        this.sink = sink;
    }

    @Override
    public void sendResponse(Object response) {
        sink.accept((Message) response);
    }

    @Override
    public Connection getConnection() {
        throw new UnsupportedOperationException("only JRaft's own processors ask for the connection");
    }

    @Override
    public String getRemoteAddress() {
        throw new UnsupportedOperationException("only JRaft's own processors ask for the address");
    }
}
