package io.ringmq.broker.reply;

import io.ringmq.broker.group.Membership;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.RequestHandler;

/**
 * Takes a request message for a sign of life of the producer that waits for its reply. Stock producers send heartbeats
 * every 30 s only, so that a node that has just been elected or started would not know them for that long.
 */
public final class RequestNotice {
    private final Membership membership;

    public RequestNotice(Membership membership) {
        this.membership = membership;
    }

    /** A handler of sends that takes note, and hands over. */
    public RequestHandler noticing(RequestHandler send) {
        return (request, responder) -> {
            String properties = SendMessageHeader.properties(request);
            if (properties.contains(PropertyNames.REPLY_TO_CLIENT)) {
                notice(request, properties, responder.connection());
            }
            send.handle(request, responder);
        };
    }

    /** What another node passed on, or a consumer sends back for redelivery, did not come from the requester. */
    private void notice(Command request, String properties, Connection connection) {
        SendMessageHeader header = SendMessageHeader.parse(request);
        String clientId = MessageProperties.find(properties, PropertyNames.REPLY_TO_CLIENT);
        if (clientId != null && !LeaderFields.isRelayed(request) && !TopicNames.isRetry(header.topic())) {
            membership.requesterSeen(request, header.producerGroup(), clientId, connection);
        }
    }
}
