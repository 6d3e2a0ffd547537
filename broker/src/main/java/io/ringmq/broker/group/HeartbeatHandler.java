package io.ringmq.broker.group;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/**
 * HEART_BEAT (34), which consumers send to every replica and producers to the leader. The answer does not announce
 * heartbeats without subscriptions (IS_SUPPORT_HEART_BEAT_V2), so every heartbeat is complete.
 */
public final class HeartbeatHandler implements RequestHandler {
    private final Membership membership;
    private final GroupCreation creation;

    public HeartbeatHandler(Membership membership, Proposals proposals, RingView view, TopicSource topics) {
        this.membership = membership;
        this.creation = new GroupCreation(proposals, view, topics);
    }

    @Override
    public void handle(Command request, Responder responder) {
        HeartbeatBody heartbeat = HeartbeatBody.decode(request.body());
        membership.seen(request, heartbeat, responder.connection());
        heartbeat.consumers().forEach(group -> creation.ensure(group.groupName()));
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
