package io.ringmq.remoting.body;

import java.util.List;

/** How far a group is behind in time: the answer to QUERY_CONSUME_TIME_SPAN. */
public record ConsumeTimeSpanBody(List<Span> spans) {
    public ConsumeTimeSpanBody {
        spans = List.copyOf(spans);
    }

    /**
     * One queue.
     *
     * @param minMs store time of the first message; -1 without messages
     * @param maxMs store time of the last message; -1 without messages
     * @param consumedMs store time of the last message consumed, or of the first if there is none
     * @param delayMs age of the first message that is yet to be consumed; 0 if there is none
     */
    public record Span(MessageQueue queue, long minMs, long maxMs, long consumedMs, long delayMs) {
        void write(JsonOut out) {
            out.beginObject().member("consumeTimeStamp", consumedMs).member("delayTime", delayMs);
            out.member("maxTimeStamp", maxMs);
            queue.write(out.name("messageQueue"));
            out.member("minTimeStamp", minMs).endObject();
        }
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject()
                .list("consumeTimeSpanSet", spans, (o, span) -> span.write(o))
                .endObject();
    }
}
