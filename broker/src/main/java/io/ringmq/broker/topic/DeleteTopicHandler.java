package io.ringmq.broker.topic;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.Records;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/** DELETE_TOPIC_IN_BROKER (215): the topic, its queues and all progress in it. Deleting an unknown topic succeeds. */
public final class DeleteTopicHandler implements RequestHandler {
    private final Proposals proposals;
    private final RouteAnnouncement announcement;

    public DeleteTopicHandler(Proposals proposals, RouteAnnouncement announcement) {
        this.proposals = proposals;
        this.announcement = announcement;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        String topic = DeleteTopicHeader.parse(request).topic();
        UpdateTopicHandler.requireChangeable(topic);
        proposals.propose(
                request,
                new AfterRoutes(responder, announcement),
                List.of(Records.deleteTopic(topic)),
                results -> request.reply(ResponseCode.SUCCESS, null));
    }
}
