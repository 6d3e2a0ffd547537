package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Queues that a client wants locked or unlocked: the body of LOCK_BATCH_MQ and UNLOCK_BATCH_MQ.
 */
public record LockBatchBody(String consumerGroup, String clientId, boolean onlyThisBroker, List<MessageQueue> queues) {
    public LockBatchBody {
        queues = List.copyOf(queues);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static LockBatchBody decode(ByteBuffer json) {
        return JsonIn.decode("LockBatchBody", json, LockBatchBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static LockBatchBody read(JsonIn in) {
        in.beginObject();
        String consumerGroup = null;
        String clientId = null;
        boolean onlyThisBroker = false;
        List<MessageQueue> queues = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "consumerGroup" -> consumerGroup = in.string();
                case "clientId" -> clientId = in.string();
                case "onlyThisBroker" -> onlyThisBroker = in.bool();
                case "mqSet" -> queues = in.list(MessageQueue::read);
                default -> in.skip();
            }
        }
        return new LockBatchBody(
                in.required(consumerGroup, "consumerGroup"), in.required(clientId, "clientId"), onlyThisBroker, queues);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("clientId", clientId)
                .member("consumerGroup", consumerGroup)
                .list("mqSet", queues, (o, value) -> value.write(o))
                .member("onlyThisBroker", onlyThisBroker)
                .endObject();
    }
}
