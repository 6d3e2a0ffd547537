package io.ringmq.broker.group;

import io.ringmq.remoting.body.ConsumerListBody;
import io.ringmq.remoting.header.GetConsumerListHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/**
 * GET_CONSUMER_LIST_BY_GROUP (38): the members among which a consumer shares the queues. Asked of any replica, and every
 * replica knows all members, because consumers send their heartbeats to all of them.
 */
public final class ConsumerListHandler implements RequestHandler {
    private final Membership membership;

    public ConsumerListHandler(Membership membership) {
        this.membership = membership;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String group = GetConsumerListHeader.parse(request).consumerGroup();
        List<String> clientIds =
                List.copyOf(membership.consumers().members(group).keySet());
        if (clientIds.isEmpty()) {
            responder.reply(request.reply(ResponseCode.SYSTEM_ERROR, "no consumer for this group, " + group));
            return;
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new ConsumerListBody(clientIds).encode()));
    }
}
