package io.ringmq.broker.group;

import io.ringmq.remoting.body.CheckClientBody;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** CHECK_CLIENT_CONFIG (46): whether a subscription that is not by tags would be served. */
public final class CheckClientHandler implements RequestHandler {
    @Override
    public void handle(Command request, Responder responder) {
        SubscriptionBody subscription = CheckClientBody.decode(request.body()).subscription();
        if (subscription != null) {
            TagExpression.tagHashes(subscription.topic(), subscription.expressionType(), subscription.subString());
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
