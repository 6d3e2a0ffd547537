package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.google.protobuf.Message;
import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;

/** A connection a peer made to us. Its requests are dispatched on the event loop, in order. */
final class ServerConnection implements FrameReader.Receiver {

    private final Channel channel;
    private final Lane lane;
    private final RequestDispatcher dispatcher;
    private final Map<String, ResponseSequence> sequences = new HashMap<>();

    ServerConnection(Channel channel, Lane lane, RequestDispatcher dispatcher) {
        this.channel = channel;
        this.lane = lane;
        this.dispatcher = dispatcher;
    }

    @Override
    public void received(byte direction, MessageKind kind, int correlation, Message message) {
        if (direction != FrameEncoder.REQUEST) {
            throw new MalformedFrameException("a response on a connection for requests");
        }
        if (lane == Lane.COPY) {
            dispatcher.dispatchCopy(message, new Responder(response -> send(correlation, response)));
        } else if (lane == Lane.CONTROL) {
            dispatcher.dispatch(message, new Responder(response -> send(correlation, response)));
        } else if (message instanceof AppendEntriesRequest append) {
            dispatcher.dispatch(message, sequence(append.getGroupId()).next(correlation));
        } else {
            throw new MalformedFrameException(kind + " does not belong on the data lane");
        }
    }

    private ResponseSequence sequence(String group) {
        ResponseSequence sequence = sequences.get(group);
        if (sequence == null) {
            sequence = new ResponseSequence(this::send);
            // A peer must not make us remember names of its choice.
            if (dispatcher.serves(group)) {
                sequences.put(group, sequence);
            }
        }
        return sequence;
    }

    private void send(int correlation, Message response) {
        MessageKind kind = MessageKind.of(response);
        if (kind == null) {
            throw new IllegalStateException(response.getClass() + " is no response");
        }
        channel.writeAndFlush(
                FrameEncoder.encode(channel.alloc(), FrameEncoder.RESPONSE, kind, correlation, response),
                channel.voidPromise());
    }

    @Override
    public void closed() {}
}
