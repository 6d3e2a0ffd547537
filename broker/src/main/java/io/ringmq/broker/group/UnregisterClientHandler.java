package io.ringmq.broker.group;

import io.ringmq.remoting.header.UnregisterClientHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** UNREGISTER_CLIENT (35): a client leaves its groups in order. */
public final class UnregisterClientHandler implements RequestHandler {
    private final Membership membership;

    public UnregisterClientHandler(Membership membership) {
        this.membership = membership;
    }

    @Override
    public void handle(Command request, Responder responder) {
        UnregisterClientHeader header = UnregisterClientHeader.parse(request);
        if (header.producerGroup() != null) {
            membership.producerLeft(header.producerGroup(), header.clientId(), responder.connection());
        }
        if (header.consumerGroup() != null) {
            membership.consumerLeft(header.consumerGroup(), header.clientId(), responder.connection());
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
