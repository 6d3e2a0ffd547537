package io.ringmq.remoting.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index of a queue holds: the answer to QUERY_CONSUME_QUEUE.
 *
 * @param subscription of the group that was asked for, if it has one
 */
public record QueueIndexBody(
        @Nullable SubscriptionBody subscription, List<Entry> entries, long maxQueueOffset, long minQueueOffset) {
    public QueueIndexBody {
        entries = List.copyOf(entries);
    }

    /**
     * One message.
     *
     * @param matches whether the group that was asked for gets it
     * @param message text about the message
     */
    public record Entry(long physicalOffset, int sizeBytes, long tagHash, boolean matches, String message) {
        void write(JsonOut out) {
            out.beginObject()
                    .member("eval", matches)
                    .member("msg", message)
                    .member("physicOffset", physicalOffset)
                    .member("physicSize", sizeBytes)
                    .member("tagsCode", tagHash)
                    .endObject();
        }
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject().member("maxQueueIndex", maxQueueOffset).member("minQueueIndex", minQueueOffset);
        out.list("queueData", entries, (o, entry) -> entry.write(o));
        if (subscription != null) {
            subscription.write(out.name("subscriptionData"));
        }
        out.endObject();
    }
}
