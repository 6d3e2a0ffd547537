package io.ringmq.broker.assignment;

import io.ringmq.broker.group.Membership;
import io.ringmq.broker.registration.Nameservers;
import io.ringmq.broker.state.PopMode;
import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueryAssignmentBody;
import io.ringmq.remoting.body.QueryAssignmentResponseBody;
import io.ringmq.remoting.body.QueueAssignment;
import io.ringmq.remoting.body.RequestMode;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QUERY_ASSIGNMENT (400): which queues a consumer is to pull or pop from, on any replica. The queues are those of all
 * rings, as the nameservers tell. On any answer but SUCCESS a client keeps what it has.
 */
public final class AssignmentHandler implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AssignmentHandler.class);

    private final RingView view;
    private final Membership membership;
    private final TopicQueues queues;

    public AssignmentHandler(RingView view, Membership membership, Nameservers nameservers) {
        this.view = view;
        this.membership = membership;
        this.queues = new TopicQueues(nameservers);
    }

    @Override
    public void handle(Command request, Responder responder) {
        QueryAssignmentBody asked = QueryAssignmentBody.decode(request.body());
        Sharing sharing = Sharing.named(asked.strategyName());
        if (sharing == null) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "this broker shares queues by AVG or AVG_BY_CIRCLE, not by " + asked.strategyName());
        }
        queues.of(asked.topic())
                .whenComplete((found, failure) -> responder.reply(answer(request, asked, sharing, found, failure)));
    }

    private Command answer(
            Command request,
            QueryAssignmentBody asked,
            Sharing sharing,
            @Nullable List<MessageQueue> found,
            @Nullable Throwable failure) {
        if (found == null) {
            LOG.debug("no assignment of {} for {}", asked.topic(), asked.consumerGroup(), failure);
            return request.reply(
                    ResponseCode.SERVICE_NOT_AVAILABLE, "the nameservers do not tell the queues now: " + failure);
        }
        if (found.isEmpty()) {
            return request.reply(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + asked.topic() + "] not exist, apply first please!");
        }
        List<QueueAssignment> assignments = assignments(asked, sharing, found);
        if (assignments == null) {
            return request.reply(
                    ResponseCode.CONSUMER_NOT_ONLINE,
                    "no heartbeat of " + asked.clientId() + " in group " + asked.consumerGroup()
                            + " was seen here yet");
        }
        return request.reply(ResponseCode.SUCCESS, null)
                .withBody(new QueryAssignmentResponseBody(assignments).encode());
    }

    private @Nullable List<QueueAssignment> assignments(
            QueryAssignmentBody asked, Sharing sharing, List<MessageQueue> all) {
        if (asked.messageModel() == MessageModel.BROADCASTING) {
            return pulled(all);
        }
        List<String> consumers = membership.consumers().members(asked.consumerGroup()).keySet().stream()
                .sorted()
                .toList();
        int consumer = consumers.indexOf(asked.clientId());
        if (consumer < 0) {
            return null;
        }
        PopMode mode = view.pops().mode(asked.consumerGroup(), asked.topic());
        if (!mode.pop() || TopicNames.isRetry(asked.topic())) {
            return pulled(sharing.of(consumer, consumers.size(), all));
        }
        return sharing.popped(consumer, consumers.size(), all, mode.shareQueues()).stream()
                .map(queue -> new QueueAssignment(queue, RequestMode.POP))
                .toList();
    }

    private static List<QueueAssignment> pulled(Collection<MessageQueue> queues) {
        return queues.stream()
                .map(queue -> new QueueAssignment(queue, RequestMode.PULL))
                .toList();
    }
}
