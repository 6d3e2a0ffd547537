package io.ringmq.remoting.body;

/**
 * A queue that a consumer is to consume.
 *
 * @param queue its queue id is -1 for all queues of the broker
 */
public record QueueAssignment(MessageQueue queue, RequestMode mode) {
    static QueueAssignment read(JsonIn in) {
        in.beginObject();
        MessageQueue queue = null;
        RequestMode mode = RequestMode.PULL;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "messageQueue" -> queue = MessageQueue.read(in);
                case "mode" -> mode = in.constant(RequestMode.class);
                default -> in.skip();
            }
        }
        return new QueueAssignment(in.required(queue, "messageQueue"), mode);
    }

    void write(JsonOut out) {
        queue.write(out.beginObject().name("messageQueue"));
        out.member("mode", mode.name()).endObject();
    }
}
