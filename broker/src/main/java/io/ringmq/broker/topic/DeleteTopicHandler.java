package io.ringmq.broker.topic;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** DELETE_TOPIC_IN_BROKER (215): the topic, its queues, all progress in it, and its retry topics of pops. Deleting an unknown topic succeeds. */
public final class DeleteTopicHandler implements RequestHandler {
    private final Proposals proposals;
    private final CatalogView catalog;
    private final RouteAnnouncement announcement;

    public DeleteTopicHandler(Proposals proposals, CatalogView catalog, RouteAnnouncement announcement) {
        this.proposals = proposals;
        this.catalog = catalog;
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
                Deletions.ofTopic(catalog, topic),
                results -> request.reply(ResponseCode.SUCCESS, null));
    }
}
