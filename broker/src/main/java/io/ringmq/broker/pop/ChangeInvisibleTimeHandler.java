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
 * because it failed. The old receipt handle is void, unless it was popped in order; the client makes the new one from the
 * answer.
 */
final class ChangeInvisibleTimeHandler implements RequestHandler {
    private final Proposals proposals;
    private final PopChecks checks;
    private final PopService service;
    private final PopTimes times;
    private final Revival revival;

    ChangeInvisibleTimeHandler(
            Proposals proposals, PopChecks checks, PopService service, PopTimes times, Revival revival) {
        this.proposals = proposals;
        this.checks = checks;
        this.service = service;
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
        ChangeInvisibleTimeHeader header = ChangeInvisibleTimeHeader.parse(request);
        ReceiptHandle handle = PopChecks.handle(header.extraInfo());
        boolean inOrder = handle.reviveQueueId() == ReceiptHandle.IN_ORDER;
        PopChange change = change(header, handle, inOrder ? times.nextMs() : times.nextMsAfter(handle.popTimeMs()));
        proposals.propose(
                request,
                responder,
                List.of(inOrder ? PopRecords.changeInOrder(change) : PopRecords.change(change)),
                results -> {
                    if (!(results.get(0) instanceof ApplyResult.Applied)) {
                        throw PopChecks.notInFlight("message " + change.offset());
                    }
                    return inOrder ? changedInOrder(request, handle, change) : changed(request, change);
                });
    }

    private PopChange change(ChangeInvisibleTimeHeader header, ReceiptHandle handle, long nowMs) {
        PopChecks.requireGroupName(header.consumerGroup());
        String topic = PopTopics.meant(checks.catalog(), header.consumerGroup(), header.topic());
        PopChecks.requireQueue(checks.requireTopic(topic), header.queueId(), ResponseCode.MESSAGE_ILLEGAL);
        PopChecks.requireInvisible(header.invisibleMs(), 0);
        if (PopChecks.isForeign(handle, header.queueId(), header.offset())) {
            throw PopChecks.notInFlight("message " + header.offset());
        }
        GroupQueue queue = new GroupQueue(header.consumerGroup(), topic, header.queueId());
        return new PopChange(
                new PopBatch(queue, handle.startOffset(), handle.popTimeMs()),
                header.offset(),
                nowMs,
                header.invisibleMs());
    }

    private Command changed(Command request, PopChange change) {
        revival.wakeBy(change.popTimeMs() + change.invisibleMs());
        return request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new ChangeInvisibleTimeResponseHeader(
                        change.popTimeMs(), change.invisibleMs(), PopAnswers.NO_REVIVE_QUEUE));
    }

    /** The pop time is what the batch is known by, so it stays, and the invisible time is said from there. */
    private Command changedInOrder(Command request, ReceiptHandle handle, PopChange change) {
        service.changedInOrder(change.batch().queue());
        return request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new ChangeInvisibleTimeResponseHeader(
                        handle.popTimeMs(),
                        change.popTimeMs() + change.invisibleMs() - handle.popTimeMs(),
                        ReceiptHandle.IN_ORDER));
    }
}
