package io.ringmq.broker.lock;

import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.UnlockRequest;
import io.ringmq.remoting.body.LockBatchBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/**
 * UNLOCK_BATCH_MQ (42): a consumer gives queues to the others of its group. What it has committed before goes into the
 * log before, so the next owner begins where this one has ended.
 */
public final class UnlockQueuesHandler implements RequestHandler {
    private final Proposals proposals;
    private final OffsetCommits commits;

    public UnlockQueuesHandler(Proposals proposals, OffsetCommits commits) {
        this.proposals = proposals;
        this.commits = commits;
    }

    @Override
    public void handle(Command request, Responder responder) {
        LockBatchBody body = LockRequests.parse(request);
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        commits.flush();
        UnlockRequest unlock = new UnlockRequest(body.consumerGroup(), body.clientId(), LockRequests.queues(body));
        proposals.propose(
                request,
                responder,
                List.of(Records.unlockQueues(unlock)),
                results -> request.reply(ResponseCode.SUCCESS, null));
    }
}
