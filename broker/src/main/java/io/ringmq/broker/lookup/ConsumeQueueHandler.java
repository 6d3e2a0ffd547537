package io.ringmq.broker.lookup;

import io.ringmq.broker.group.ConsumerProfile;
import io.ringmq.broker.group.Membership;
import io.ringmq.broker.group.Subscription;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.body.QueueIndexBody;
import io.ringmq.remoting.body.QueueIndexBody.Entry;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.header.QueryConsumeQueueHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.queue.QueueEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** QUERY_CONSUME_QUEUE (321): what the index of a queue holds from an offset on, and what of it a group would get by tag. */
public final class ConsumeQueueHandler implements RequestHandler {
    /** Most entries in an answer. */
    static final int MAX_ENTRIES = 1_000;

    private final RingView view;
    private final Membership membership;

    public ConsumeQueueHandler(RingView view, Membership membership) {
        this.view = view;
        this.membership = membership;
    }

    @Override
    public void handle(Command request, Responder responder) {
        QueryConsumeQueueHeader header = QueryConsumeQueueHeader.parse(request);
        String topic = header.topic();
        requireQueue(topic, header.queueId());
        if (header.fromOffset() < 0 || header.count() < 1) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "index must be at least 0 and count at least 1, not " + header.fromOffset() + " and "
                            + header.count());
        }
        SubscriptionBody subscription = subscription(header.consumerGroup(), topic);
        int count = Math.min(header.count(), MAX_ENTRIES);
        List<Entry> entries = view.read(topic, header.queueId(), header.fromOffset(), count).stream()
                .map(entry -> entry(entry, subscription))
                .toList();
        QueueIndexBody body = new QueueIndexBody(
                subscription,
                entries,
                view.maxOffset(topic, header.queueId()),
                view.minOffset(topic, header.queueId()));
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(body.encode()));
    }

    private void requireQueue(String topic, int queueId) {
        TopicConfig config = view.topic(topic);
        if (config == null) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "topic[" + topic + "] not exist");
        }
        if (queueId < 0 || queueId >= config.queues()) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "topic[" + topic + "] has the queues 0 to " + (config.queues() - 1) + ", not " + queueId);
        }
    }

    private @Nullable SubscriptionBody subscription(@Nullable String group, String topic) {
        ConsumerProfile profile = group == null ? null : membership.consumers().profile(group);
        Subscription subscription =
                profile == null ? null : profile.subscriptions().get(topic);
        return subscription == null ? null : subscription.body();
    }

    private static Entry entry(QueueEntry entry, @Nullable SubscriptionBody subscription) {
        boolean matches = subscription == null
                || subscription.codeSet().isEmpty()
                || subscription.codeSet().contains((int) entry.tagHash());
        return new Entry(
                entry.physicalOffset(),
                entry.sizeBytes(),
                entry.tagHash(),
                matches,
                "queue offset " + entry.queueOffset() + ", stored at " + entry.storeTimestampMs());
    }
}
