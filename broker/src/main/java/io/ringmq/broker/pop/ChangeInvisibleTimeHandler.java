package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.state.PopBatch;
import io.ringmq.broker.state.PopChange;
import io.ringmq.broker.state.PopRecords;
import io.ringmq.remoting.header.ChangeInvisibleTimeHeader;
import io.ringmq.remoting.header.ChangeInvisibleTimeResponseHeader;
import io.ringmq.remoting.message.ReceiptHandle;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/**
 * CHANGE_MESSAGE_INVISIBLETIME (200053), on the leader: a consumer needs longer for a message, or wants it again later
 * because it failed. The old receipt handle is void; the client makes the new one from the answer.
 */
final class ChangeInvisibleTimeHandler implements RequestHandler {
    private final Proposals proposals;
    private final PopChecks checks;
    private final PopTimes times;
    private final Revival revival;

    ChangeInvisibleTimeHandler(Proposals proposals, PopChecks checks, PopTimes times, Revival revival) {
        this.proposals = proposals;
        this.checks = checks;
        this.times = times;
        this.revival = revival;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        PopChange change = change(ChangeInvisibleTimeHeader.parse(request));
        proposals.propose(
                request,
                responder,
                List.of(PopRecords.change(change)),
                results -> answer(request, change, results.get(0)));
    }

    private PopChange change(ChangeInvisibleTimeHeader header) {
        PopChecks.requireGroupName(header.consumerGroup());
        String topic = PopTopics.meant(checks.catalog(), header.consumerGroup(), header.topic());
        PopChecks.requireQueue(checks.requireTopic(topic), header.queueId(), ResponseCode.MESSAGE_ILLEGAL);
        PopChecks.requireInvisible(header.invisibleMs(), 0);
        ReceiptHandle handle = PopChecks.handle(header.extraInfo());
        if (PopChecks.isForeign(handle, header.queueId(), header.offset())) {
            throw PopChecks.notInFlight("message " + header.offset());
        }
        GroupQueue queue = new GroupQueue(header.consumerGroup(), topic, header.queueId());
        return new PopChange(
                new PopBatch(queue, handle.startOffset(), handle.popTimeMs()),
                header.offset(),
                times.nextMsAfter(handle.popTimeMs()),
                header.invisibleMs());
    }

    private Command answer(Command request, PopChange change, Object result) {
        if (!(result instanceof ApplyResult.Applied)) {
            throw PopChecks.notInFlight("message " + change.offset());
        }
        revival.wakeBy(change.popTimeMs() + change.invisibleMs());
        return request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new ChangeInvisibleTimeResponseHeader(
                        change.popTimeMs(), change.invisibleMs(), PopAnswers.NO_REVIVE_QUEUE));
    }
}
