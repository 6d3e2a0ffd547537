package io.ringmq.broker.group;

import io.ringmq.remoting.body.ConsumeFromWhere;
import io.ringmq.remoting.body.ConsumeType;
import io.ringmq.remoting.body.ConsumerData;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.SubscriptionBody;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the consumers of a group consume, as they told.
 *
 * @param subscriptions by topic
 */
public record ConsumerProfile(
        @Nullable ConsumeType consumeType,
        @Nullable MessageModel messageModel,
        @Nullable ConsumeFromWhere consumeFromWhere,
        Map<String, Subscription> subscriptions) {

    public ConsumerProfile {
        subscriptions = Map.copyOf(subscriptions);
    }

    /** What a heartbeat tells about one of its groups. */
    static ConsumerProfile of(ConsumerData told) {
        Map<String, Subscription> subscriptions = new HashMap<>();
        for (SubscriptionBody body : told.subscriptions()) {
            subscriptions.put(body.topic(), Subscription.of(body));
        }
        return new ConsumerProfile(told.consumeType(), told.messageModel(), told.consumeFromWhere(), subscriptions);
    }

    /** Whether each consumer gets every message. */
    public boolean isBroadcasting() {
        return messageModel == MessageModel.BROADCASTING;
    }

    /** This profile after another heartbeat: its topics, each with the newer of both versions of the subscription. */
    ConsumerProfile mergedWith(ConsumerProfile reported) {
        Map<String, Subscription> merged = new HashMap<>();
        reported.subscriptions.forEach((topic, subscription) -> {
            Subscription known = subscriptions.get(topic);
            merged.put(topic, known == null || subscription.version() > known.version() ? subscription : known);
        });
        return new ConsumerProfile(reported.consumeType, reported.messageModel, reported.consumeFromWhere, merged);
    }
}
