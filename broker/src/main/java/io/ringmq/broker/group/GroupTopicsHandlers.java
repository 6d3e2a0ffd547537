package io.ringmq.broker.group;

import io.ringmq.broker.state.OffsetView;
import io.ringmq.broker.state.TopicQueue;
import io.ringmq.remoting.body.GroupSubscriptionBody;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.body.TopicList;
import io.ringmq.remoting.header.QuerySubscriptionHeader;
import io.ringmq.remoting.header.QueryTopicsByConsumerHeader;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a group consumes: QUERY_TOPICS_BY_CONSUMER (343), the topics it has progress in or subscribes to now, and
 * QUERY_SUBSCRIPTION_BY_CONSUMER (345), how it subscribes to one. Of a group nobody knows there is nothing to tell.
 */
public final class GroupTopicsHandlers {
    private final OffsetView offsets;
    private final ConsumerGroups consumers;

    public GroupTopicsHandlers(OffsetView offsets, Membership membership) {
        this.offsets = offsets;
        this.consumers = membership.consumers();
    }

    /** QUERY_TOPICS_BY_CONSUMER. */
    public RequestHandler topics() {
        return (request, responder) -> {
            String group = QueryTopicsByConsumerHeader.parse(request).consumerGroup();
            Set<String> topics = new TreeSet<>();
            offsets.committedOffsets(group).keySet().stream()
                    .map(TopicQueue::topic)
                    .forEach(topics::add);
            ConsumerProfile profile = consumers.profile(group);
            if (profile != null) {
                topics.addAll(profile.subscriptions().keySet());
            }
            responder.reply(request.reply(ResponseCode.SUCCESS, null)
                    .withBody(new TopicList(List.copyOf(topics), null).encode()));
        };
    }

    /** QUERY_SUBSCRIPTION_BY_CONSUMER. */
    public RequestHandler subscription() {
        return (request, responder) -> {
            QuerySubscriptionHeader header = QuerySubscriptionHeader.parse(request);
            GroupSubscriptionBody body = new GroupSubscriptionBody(
                    header.consumerGroup(),
                    header.topic(),
                    subscription(consumers.profile(header.consumerGroup()), header.topic()));
            responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(body.encode()));
        };
    }

    private static @Nullable SubscriptionBody subscription(@Nullable ConsumerProfile profile, String topic) {
        Subscription subscription =
                profile == null ? null : profile.subscriptions().get(topic);
        return subscription == null ? null : subscription.body();
    }
}
