package io.ringmq.remoting.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group in a heartbeat.
 */
public record ConsumerData(
        String groupName,
        @Nullable ConsumeType consumeType,
        @Nullable MessageModel messageModel,
        @Nullable ConsumeFromWhere consumeFromWhere,
        List<SubscriptionBody> subscriptions,
        boolean unitMode) {
    public ConsumerData {
        subscriptions = List.copyOf(subscriptions);
    }

    static ConsumerData read(JsonIn in) {
        in.beginObject();
        String groupName = null;
        ConsumeType consumeType = null;
        MessageModel messageModel = null;
        ConsumeFromWhere consumeFromWhere = null;
        List<SubscriptionBody> subscriptions = List.of();
        boolean unitMode = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "groupName" -> groupName = in.string();
                case "consumeType" -> consumeType = in.constant(ConsumeType.class);
                case "messageModel" -> messageModel = in.constant(MessageModel.class);
                case "consumeFromWhere" -> consumeFromWhere = in.constant(ConsumeFromWhere.class);
                case "subscriptionDataSet" -> subscriptions = in.list(SubscriptionBody::read);
                case "unitMode" -> unitMode = in.bool();
                default -> in.skip();
            }
        }
        return new ConsumerData(
                in.required(groupName, "groupName"),
                consumeType,
                messageModel,
                consumeFromWhere,
                subscriptions,
                unitMode);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("consumeFromWhere", consumeFromWhere == null ? null : consumeFromWhere.name())
                .member("consumeType", consumeType == null ? null : consumeType.name())
                .member("groupName", groupName)
                .member("messageModel", messageModel == null ? null : messageModel.name())
                .list("subscriptionDataSet", subscriptions, (o, value) -> value.write(o))
                .member("unitMode", unitMode)
                .endObject();
    }
}
