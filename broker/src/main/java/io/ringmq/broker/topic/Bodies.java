package io.ringmq.broker.topic;

import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.body.SubscriptionGroupBody;
import java.util.Map;

/** Topics and groups as the protocol writes them. */
public final class Bodies {
    private Bodies() {}

    public static io.ringmq.remoting.body.TopicConfig of(TopicConfig topic) {
        return new io.ringmq.remoting.body.TopicConfig(
                topic.name(),
                topic.readQueues(),
                topic.writeQueues(),
                topic.permission(),
                topic.filterType(),
                topic.sysFlag(),
                topic.order(),
                topic.attributes());
    }

    static SubscriptionGroupBody of(GroupConfig group) {
        return new SubscriptionGroupBody(
                group.name(),
                group.consumeEnabled(),
                group.consumeFromMinEnabled(),
                group.broadcastEnabled(),
                group.orderly(),
                group.retryQueues(),
                group.maxRetries(),
                RetryPolicies.body(group.retryPolicy()),
                group.brokerId(),
                group.brokerIdWhenSlow(),
                group.notifyOnChange(),
                group.sysFlag(),
                group.consumeTimeoutMinutes(),
                Map.of());
    }

    static GroupConfig group(SubscriptionGroupBody body) {
        return new GroupConfig(
                body.groupName(),
                body.consumeEnable(),
                body.consumeFromMinEnable(),
                body.consumeBroadcastEnable(),
                body.consumeMessageOrderly(),
                body.retryQueueNums(),
                body.retryMaxTimes(),
                body.brokerId(),
                body.whichBrokerWhenConsumeSlowly(),
                body.notifyConsumerIdsChangedEnable(),
                body.groupSysFlag(),
                body.consumeTimeoutMinutes(),
                RetryPolicies.policy(body.groupRetryPolicy()));
    }
}
