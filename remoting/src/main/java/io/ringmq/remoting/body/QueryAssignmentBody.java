package io.ringmq.remoting.body;

import java.nio.ByteBuffer;

/**
 * A consumer asks for its share of a topic's queues: the body of QUERY_ASSIGNMENT.
 *
 * @param strategyName how queues are shared when they are pulled from: AVG or AVG_BY_CIRCLE
 */
public record QueryAssignmentBody(
        String topic, String consumerGroup, String clientId, String strategyName, MessageModel messageModel) {
    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static QueryAssignmentBody decode(ByteBuffer json) {
        return JsonIn.decode("QueryAssignmentRequestBody", json, QueryAssignmentBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static QueryAssignmentBody read(JsonIn in) {
        in.beginObject();
        String topic = null;
        String consumerGroup = null;
        String clientId = null;
        String strategyName = "AVG";
        MessageModel messageModel = MessageModel.CLUSTERING;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topic" -> topic = in.string();
                case "consumerGroup" -> consumerGroup = in.string();
                case "clientId" -> clientId = in.string();
                case "strategyName" -> strategyName = in.string();
                case "messageModel" -> messageModel = in.constant(MessageModel.class);
                default -> in.skip();
            }
        }
        return new QueryAssignmentBody(
                in.required(topic, "topic"),
                in.required(consumerGroup, "consumerGroup"),
                in.required(clientId, "clientId"),
                strategyName,
                messageModel);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("clientId", clientId)
                .member("consumerGroup", consumerGroup)
                .member("messageModel", messageModel.name())
                .member("strategyName", strategyName)
                .member("topic", topic)
                .endObject();
    }
}
