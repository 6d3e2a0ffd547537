package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The queues that the client now holds.
 */
public record LockBatchResponseBody(List<MessageQueue> lockedQueues) {
    public LockBatchResponseBody {
        lockedQueues = List.copyOf(lockedQueues);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static LockBatchResponseBody decode(ByteBuffer json) {
        return JsonIn.decode("LockBatchResponseBody", json, LockBatchResponseBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static LockBatchResponseBody read(JsonIn in) {
        in.beginObject();
        List<MessageQueue> lockedQueues = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "lockOKMQSet" -> lockedQueues = in.list(MessageQueue::read);
                default -> in.skip();
            }
        }
        return new LockBatchResponseBody(lockedQueues);
    }

    void write(JsonOut out) {
        out.beginObject()
                .list("lockOKMQSet", lockedQueues, (o, value) -> value.write(o))
                .endObject();
    }
}
