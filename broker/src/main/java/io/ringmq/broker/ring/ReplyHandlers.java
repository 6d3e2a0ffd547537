package io.ringmq.broker.ring;

import io.ringmq.broker.group.Membership;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.reply.ClusterNodes;
import io.ringmq.broker.reply.ReplyHandler;
import io.ringmq.broker.reply.RequestNotice;
import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RequestHandler;

/** Request and reply. */
final class ReplyHandlers {
    private final RequestHandler reply;
    private final RequestNotice notice;

    ReplyHandlers(RingView view, RingSettings settings, RingRuntime runtime, Membership membership) {
        RingIdentity identity = settings.identity();
        reply = new ReplyHandler(
                membership.producers(),
                view,
                new ClusterNodes(identity, runtime.nameservers(), runtime.peers(), runtime.clock()),
                new ReplyHandler.Terms(settings.send(), identity.clientAddress(), runtime.clock()));
        notice = new RequestNotice(membership);
    }

    /** A handler of sends that learns from request messages who waits for replies. */
    RequestHandler noticing(RequestHandler send) {
        return notice.noticing(send);
    }

    void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.SEND_REPLY_MESSAGE, reply).on(RequestCode.SEND_REPLY_MESSAGE_V2, reply);
    }
}
