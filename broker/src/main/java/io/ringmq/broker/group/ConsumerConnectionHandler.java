package io.ringmq.broker.group;

import io.ringmq.remoting.body.ClientConnection;
import io.ringmq.remoting.body.ConsumerConnectionBody;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.header.GetConsumerConnectionListHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** GET_CONSUMER_CONNECTION_LIST (203): who consumes in a group, and what, for tools. */
public final class ConsumerConnectionHandler implements RequestHandler {
    private final Membership membership;

    public ConsumerConnectionHandler(Membership membership) {
        this.membership = membership;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String group = GetConsumerConnectionListHeader.parse(request).consumerGroup();
        ConsumerProfile profile = membership.consumers().profile(group);
        if (profile == null) {
            responder.reply(
                    request.reply(ResponseCode.CONSUMER_NOT_ONLINE, "the consumer group[" + group + "] not online"));
            return;
        }
        List<ClientConnection> connections = membership.consumers().members(group).values().stream()
                .map(ConsumerConnectionHandler::connection)
                .toList();
        Map<String, SubscriptionBody> subscriptions = new TreeMap<>();
        profile.subscriptions().forEach((topic, subscription) -> subscriptions.put(topic, subscription.body()));
        ConsumerConnectionBody body = new ConsumerConnectionBody(
                connections, subscriptions, profile.consumeType(), profile.messageModel(), profile.consumeFromWhere());
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(body.encode()));
    }

    private static ClientConnection connection(Member member) {
        return new ClientConnection(
                member.clientId(),
                member.connection().remoteAddress(),
                member.language().name(),
                member.version());
    }
}
