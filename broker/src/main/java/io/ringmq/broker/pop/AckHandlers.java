package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.state.OffsetView;
import io.ringmq.broker.state.PopAck;
import io.ringmq.broker.state.PopBatch;
import io.ringmq.broker.state.PopRecords;
import io.ringmq.remoting.body.BatchAck;
import io.ringmq.remoting.body.BatchAckBody;
import io.ringmq.remoting.header.AckMessageHeader;
import io.ringmq.remoting.message.ReceiptHandle;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.record.ProposedRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ACK_MESSAGE (200051) and BATCH_ACK_MESSAGE (200151), on the leader. */
final class AckHandlers {
    private final Proposals proposals;
    private final PopChecks checks;
    private final OffsetView offsets;
    private final PopService service;

    AckHandlers(Proposals proposals, PopChecks checks, OffsetView offsets, PopService service) {
        this.proposals = proposals;
        this.checks = checks;
        this.offsets = offsets;
        this.service = service;
    }

    /** @param inOrder whether the messages were popped in order */
    private record Ack(PopAck messages, boolean inOrder) {
        GroupQueue queue() {
            return messages.batch().queue();
        }

        ProposedRecord record() {
            return inOrder ? PopRecords.ackInOrder(messages) : PopRecords.ack(messages);
        }
    }

    /** One message. */
    RequestHandler one() {
        return (request, responder) -> {
            Command refusal = proposals.followerRefusal(request);
            if (refusal == null) {
                acknowledge(request, responder, List.of(ack(AckMessageHeader.parse(request))));
            } else {
                responder.reply(refusal);
            }
        };
    }

    /** Many; those that are not in flight any more do not keep the others from being acknowledged. */
    RequestHandler many() {
        return (request, responder) -> {
            Command refusal = proposals.followerRefusal(request);
            if (refusal == null) {
                acknowledge(request, responder, acks(BatchAckBody.decode(request.body())));
            } else {
                responder.reply(refusal);
            }
        };
    }

    private Ack ack(AckMessageHeader header) {
        PopChecks.requireGroupName(header.consumerGroup());
        String topic = PopTopics.meant(checks.catalog(), header.consumerGroup(), header.topic());
        PopChecks.requireQueue(checks.requireTopic(topic), header.queueId(), ResponseCode.MESSAGE_ILLEGAL);
        ReceiptHandle handle = PopChecks.handle(header.extraInfo());
        if (PopChecks.isForeign(handle, header.queueId(), header.offset())) {
            throw PopChecks.notInFlight("message " + header.offset());
        }
        GroupQueue queue = new GroupQueue(header.consumerGroup(), topic, header.queueId());
        PopBatch batch = new PopBatch(queue, handle.startOffset(), handle.popTimeMs());
        return new Ack(new PopAck(batch, List.of(header.offset())), handle.reviveQueueId() == ReceiptHandle.IN_ORDER);
    }

    private List<Ack> acks(BatchAckBody body) {
        if (body.acks().isEmpty() || body.acks().size() > PopLimits.MAX_BATCH_ACKS) {
            throw PopChecks.invalid("a request acknowledges 1 to " + PopLimits.MAX_BATCH_ACKS + " batches, not "
                    + body.acks().size());
        }
        return body.acks().stream().map(this::ack).toList();
    }

    private Ack ack(BatchAck ack) {
        PopChecks.requireGroupName(ack.consumerGroup());
        String topic = ack.retryFlag().equals(ReceiptHandle.NORMAL)
                ? ack.topic()
                : PopTopics.retry(ack.consumerGroup(), ack.topic());
        PopChecks.requireQueue(checks.requireTopic(topic), ack.queueId(), ResponseCode.MESSAGE_ILLEGAL);
        if (ack.startOffset() < 0) {
            throw PopChecks.invalid("no message has the offset " + ack.startOffset());
        }
        GroupQueue queue = new GroupQueue(ack.consumerGroup(), topic, ack.queueId());
        PopBatch batch = new PopBatch(queue, ack.startOffset(), ack.popTimeMs());
        return new Ack(new PopAck(batch, ack.offsets()), ack.reviveQueueId() == ReceiptHandle.IN_ORDER);
    }

    private void acknowledge(Command request, Responder responder, List<Ack> acks) {
        proposals.propose(
                request, responder, acks.stream().map(Ack::record).toList(), results -> answer(request, acks, results));
    }

    private Command answer(Command request, List<Ack> acks, List<@Nullable Object> results) {
        int resolved = 0;
        for (int i = 0; i < acks.size(); i++) {
            int count = results.get(i) instanceof ApplyResult.Resolved done ? done.count() : 0;
            if (count > 0) {
                resolved(acks.get(i), count);
            }
            resolved += count > 0 || !isDone(acks.get(i)) ? count : 1;
        }
        if (resolved == 0) {
            throw PopChecks.notInFlight(
                    acks.size() == 1 ? "message " + acks.get(0).messages().offsets() : "none of the messages");
        }
        return request.reply(ResponseCode.SUCCESS, null);
    }

    private void resolved(Ack ack, int count) {
        if (ack.inOrder()) {
            service.resolvedInOrder(ack.queue());
        } else {
            service.resolved(ack.queue(), count);
        }
    }

    /** In order, what lies below the committed offset is acknowledged, whoever did it. A client may say it again. */
    private boolean isDone(Ack ack) {
        GroupQueue queue = ack.queue();
        long committed = offsets.committedOffset(queue.group(), queue.topic(), queue.queueId());
        return ack.inOrder() && ack.messages().offsets().stream().allMatch(offset -> offset < committed);
    }
}
