package io.ringmq.remoting.body;

import java.nio.ByteBuffer;

/**
 * How a group consumes a topic: the body of SET_MESSAGE_REQUEST_MODE, and an element of the answer to
 * GET_ALL_MESSAGE_REQUEST_MODE.
 *
 * @param popShareQueues with POP, among how many neighbours' queues a consumer pops besides its own; 0 or less for all
 */
public record SetRequestModeBody(String topic, String consumerGroup, RequestMode mode, int popShareQueues) {
    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static SetRequestModeBody decode(ByteBuffer json) {
        return JsonIn.decode("SetMessageRequestModeRequestBody", json, SetRequestModeBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static SetRequestModeBody read(JsonIn in) {
        in.beginObject();
        String topic = null;
        String consumerGroup = null;
        RequestMode mode = RequestMode.PULL;
        int popShareQueues = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topic" -> topic = in.string();
                case "consumerGroup" -> consumerGroup = in.string();
                case "mode" -> mode = in.constant(RequestMode.class);
                case "popShareQueueNum" -> popShareQueues = in.integer();
                default -> in.skip();
            }
        }
        return new SetRequestModeBody(
                in.required(topic, "topic"), in.required(consumerGroup, "consumerGroup"), mode, popShareQueues);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("consumerGroup", consumerGroup)
                .member("mode", mode.name())
                .member("popShareQueueNum", popShareQueues)
                .member("topic", topic)
                .endObject();
    }
}
