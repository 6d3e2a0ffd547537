package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Settings of a consumer group.
 *
 * @param groupRetryPolicy JSON object, passed on as it stands
 */
public record SubscriptionGroupBody(
        String groupName,
        boolean consumeEnable,
        boolean consumeFromMinEnable,
        boolean consumeBroadcastEnable,
        boolean consumeMessageOrderly,
        int retryQueueNums,
        int retryMaxTimes,
        String groupRetryPolicy,
        long brokerId,
        long whichBrokerWhenConsumeSlowly,
        boolean notifyConsumerIdsChangedEnable,
        int groupSysFlag,
        int consumeTimeoutMinutes,
        Map<String, String> attributes) {
    public SubscriptionGroupBody {
        attributes = Ordered.copyOf(attributes);
    }

    /** Retries follow the delay levels of the broker. */
    public static final String CUSTOMIZED_RETRY = "{\"type\":\"CUSTOMIZED\"}";

    /** The settings that a stock broker gives a group it meets for the first time. */
    public static SubscriptionGroupBody defaults(String groupName) {
        return new SubscriptionGroupBody(
                groupName, true, true, true, false, 1, 16, CUSTOMIZED_RETRY, 0, 1, true, 0, 15, Map.of());
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static SubscriptionGroupBody decode(ByteBuffer json) {
        return JsonIn.decode("SubscriptionGroupBody", json, SubscriptionGroupBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static SubscriptionGroupBody read(JsonIn in) {
        in.beginObject();
        String groupName = null;
        boolean consumeEnable = true;
        boolean consumeFromMinEnable = true;
        boolean consumeBroadcastEnable = true;
        boolean consumeMessageOrderly = false;
        int retryQueueNums = 1;
        int retryMaxTimes = 16;
        String groupRetryPolicy = CUSTOMIZED_RETRY;
        long brokerId = 0;
        long whichBrokerWhenConsumeSlowly = 1;
        boolean notifyConsumerIdsChangedEnable = true;
        int groupSysFlag = 0;
        int consumeTimeoutMinutes = 15;
        Map<String, String> attributes = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "groupName" -> groupName = in.string();
                case "consumeEnable" -> consumeEnable = in.bool();
                case "consumeFromMinEnable" -> consumeFromMinEnable = in.bool();
                case "consumeBroadcastEnable" -> consumeBroadcastEnable = in.bool();
                case "consumeMessageOrderly" -> consumeMessageOrderly = in.bool();
                case "retryQueueNums" -> retryQueueNums = in.integer();
                case "retryMaxTimes" -> retryMaxTimes = in.integer();
                case "groupRetryPolicy" -> groupRetryPolicy = in.raw();
                case "brokerId" -> brokerId = in.number();
                case "whichBrokerWhenConsumeSlowly" -> whichBrokerWhenConsumeSlowly = in.number();
                case "notifyConsumerIdsChangedEnable" -> notifyConsumerIdsChangedEnable = in.bool();
                case "groupSysFlag" -> groupSysFlag = in.integer();
                case "consumeTimeoutMinute" -> consumeTimeoutMinutes = in.integer();
                case "attributes" -> attributes = in.map(JsonIn::string);
                default -> in.skip();
            }
        }
        return new SubscriptionGroupBody(
                in.required(groupName, "groupName"),
                consumeEnable,
                consumeFromMinEnable,
                consumeBroadcastEnable,
                consumeMessageOrderly,
                retryQueueNums,
                retryMaxTimes,
                groupRetryPolicy,
                brokerId,
                whichBrokerWhenConsumeSlowly,
                notifyConsumerIdsChangedEnable,
                groupSysFlag,
                consumeTimeoutMinutes,
                attributes);
    }

    void write(JsonOut out) {
        out.beginObject()
                .strings("attributes", attributes)
                .member("brokerId", brokerId)
                .member("consumeBroadcastEnable", consumeBroadcastEnable)
                .member("consumeEnable", consumeEnable)
                .member("consumeFromMinEnable", consumeFromMinEnable)
                .member("consumeMessageOrderly", consumeMessageOrderly)
                .member("consumeTimeoutMinute", consumeTimeoutMinutes)
                .member("groupName", groupName);
        out.name("groupRetryPolicy").raw(groupRetryPolicy);
        out.member("groupSysFlag", groupSysFlag)
                .member("notifyConsumerIdsChangedEnable", notifyConsumerIdsChangedEnable)
                .member("retryMaxTimes", retryMaxTimes)
                .member("retryQueueNums", retryQueueNums)
                .member("whichBrokerWhenConsumeSlowly", whichBrokerWhenConsumeSlowly)
                .endObject();
    }
}
