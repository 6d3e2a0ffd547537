package io.ringmq.broker.pull;

import io.ringmq.broker.filter.FilterCompiler;
import io.ringmq.broker.filter.MessageFilter;
import io.ringmq.broker.filter.TagFilter;
import io.ringmq.broker.group.ConsumerGroups;
import io.ringmq.broker.group.ConsumerProfile;
import io.ringmq.broker.group.Subscription;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;

/** Whether a pull may be served, and what it wants. The checks come in the order stock brokers make them. */
public final class PullChecks {
    private final CatalogView catalog;
    private final TopicSource topics;
    private final ConsumerGroups groups;
    private final FilterCompiler filters;

    public PullChecks(CatalogView catalog, TopicSource topics, ConsumerGroups groups, FilterCompiler filters) {
        this.catalog = catalog;
        this.topics = topics;
        this.groups = groups;
        this.filters = filters;
    }

    /**
     * The filter of the pull.
     *
     * @throws CommandException with the code and remark to refuse it with
     */
    MessageFilter filter(PullMessageHeader header) {
        GroupConfig group = requireGroup(header.consumerGroup());
        requireTopic(header);
        if (header.has(PullMessageHeader.SUBSCRIPTION)) {
            return filters.compile(header.topic(), header.expressionType(), header.subscription());
        }
        return subscribed(header, group);
    }

    private GroupConfig requireGroup(String name) {
        GroupConfig group = topics.group(name);
        if (group == null) {
            throw new CommandException(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + name + "] does not exist, create it with 'mqadmin updateSubGroup'");
        }
        if (!group.consumeEnabled()) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "subscription group no permission, " + name + " may not consume");
        }
        return group;
    }

    private void requireTopic(PullMessageHeader header) {
        TopicConfig topic = catalog.topic(header.topic());
        if (topic == null) {
            throw new CommandException(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + header.topic() + "] not exist, apply first please!");
        }
        if (!topic.readable()) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "the topic[" + header.topic() + "] pulling message is forbidden");
        }
        if (header.queueId() < 0 || header.queueId() >= topic.readQueues() || header.queueOffset() < 0) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "queueId[" + header.queueId() + "] or offset " + header.queueOffset() + " is illegal, topic["
                            + header.topic() + "] has " + topic.readQueues() + " read queues, offsets start at 0");
        }
    }

    private MessageFilter subscribed(PullMessageHeader header, GroupConfig group) {
        ConsumerProfile profile = groups.profile(header.consumerGroup());
        if (profile == null) {
            throw noSubscription("no heartbeat of consumer group " + header.consumerGroup() + " was seen here yet");
        }
        if (profile.isBroadcasting() && !group.broadcastEnabled()) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION,
                    "the consumer group[" + group.name() + "] can not consume by broadcast way");
        }
        Subscription subscription = profile.subscriptions().get(header.topic());
        if (subscription == null) {
            throw noSubscription(
                    "consumer group " + header.consumerGroup() + " does not subscribe to " + header.topic());
        }
        if (subscription.version() < header.subscriptionVersion()) {
            return newerThan(subscription, header);
        }
        return FilterCompiler.isByTag(subscription.expressionType())
                ? new TagFilter(subscription.tagHashes())
                : filters.compile(header.topic(), subscription.expressionType(), subscription.expression());
    }

    /**
     * A stock client raises the version at every rebalance and may send its next heartbeat only 30 s later; to refuse its
     * pulls until then (code 25, as RocketMQ does) stalls it. What it wants now is not known, so it gets everything:
     * clients compare the tags themselves. Other filters they do not, so there it has to wait for its heartbeat.
     */
    private static MessageFilter newerThan(Subscription known, PullMessageHeader header) {
        if (FilterCompiler.isByTag(known.expressionType()) && FilterCompiler.isByTag(header.expressionType())) {
            return TagFilter.ALL;
        }
        throw new CommandException(
                ResponseCode.SUBSCRIPTION_NOT_LATEST,
                "the consumer's subscription not latest: version " + known.version() + " is known, the pull has "
                        + header.subscriptionVersion() + ", pull again after the next heartbeat");
    }

    private static CommandException noSubscription(String remark) {
        return new CommandException(
                ResponseCode.SUBSCRIPTION_NOT_EXIST, "the consumer's subscription not exist: " + remark);
    }
}
