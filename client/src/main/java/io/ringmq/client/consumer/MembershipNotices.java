package io.ringmq.client.consumer;

import io.ringmq.remoting.header.NotifyConsumerIdsChangedHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** Serves 40, NOTIFY_CONSUMER_IDS_CHANGED: a broker says that members came or went. */
final class MembershipNotices implements RequestHandler {
    private final String group;
    private volatile Runnable reaction = () -> {};

    MembershipNotices(String group) {
        this.group = group;
    }

    /** What to do when members come or go, from now on. */
    void react(Runnable newReaction) {
        reaction = newReaction;
    }

    @Override
    public void handle(Command request, Responder responder) {
        if (NotifyConsumerIdsChangedHeader.parse(request).consumerGroup().equals(group)) {
            reaction.run();
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
