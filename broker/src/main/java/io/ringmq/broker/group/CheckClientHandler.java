package io.ringmq.broker.group;

import io.ringmq.broker.filter.FilterCompiler;
import io.ringmq.remoting.body.CheckClientBody;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/**
 * CHECK_CLIENT_CONFIG (46): whether a subscription would be served. Stock consumers ask before they start, if it is not
 * by tags.
 */
public final class CheckClientHandler implements RequestHandler {
    private final FilterCompiler filters;

    public CheckClientHandler(FilterCompiler filters) {
        this.filters = filters;
    }

    @Override
    public void handle(Command request, Responder responder) {
        SubscriptionBody subscription = CheckClientBody.decode(request.body()).subscription();
        if (subscription != null) {
            filters.compile(subscription.topic(), subscription.expressionType(), subscription.subString());
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
