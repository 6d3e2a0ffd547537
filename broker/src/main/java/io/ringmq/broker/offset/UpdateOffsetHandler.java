package io.ringmq.broker.offset;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/**
 * UPDATE_CONSUMER_OFFSET (15): a group's progress in a queue. Answered once it is replicated; most clients send it
 * oneway, and again within seconds. A node that does not lead passes it on to the leader.
 */
public final class UpdateOffsetHandler implements RequestHandler {
    private final Proposals proposals;
    private final CatalogView catalog;
    private final OffsetCommits commits;

    public UpdateOffsetHandler(Proposals proposals, CatalogView catalog, OffsetCommits commits) {
        this.proposals = proposals;
        this.catalog = catalog;
        this.commits = commits;
    }

    @Override
    public void handle(Command request, Responder responder) {
        UpdateConsumerOffsetHeader header = UpdateConsumerOffsetHeader.parse(request);
        requireQueue(header);
        OffsetCommit commit =
                new OffsetCommit(header.consumerGroup(), header.topic(), header.queueId(), header.offset());
        if (request.isOneway()) {
            commits.commit(commit);
            return;
        }
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        ProposalCallback outcome =
                proposals.answering(request, responder, results -> request.reply(ResponseCode.SUCCESS, null));
        if (LeaderFields.isRelayed(request)) {
            commits.advance(commit, outcome);
        } else {
            commits.commit(commit, outcome);
        }
    }

    private void requireQueue(UpdateConsumerOffsetHeader header) {
        String reason = GroupNames.reasonInvalid(header.consumerGroup());
        if (reason != null) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, reason);
        }
        if (header.queueId() < 0 || header.offset() < 0) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "offset " + header.offset() + " of queue " + header.queueId() + " is illegal: neither number may be"
                            + " negative");
        }
        TopicConfig topic = catalog.topic(header.topic());
        // A follower may not have applied the creation of the topic yet; it refuses for being a follower.
        if (proposals.isLeader() && topic == null) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "Topic " + header.topic() + " not exist!");
        }
    }
}
