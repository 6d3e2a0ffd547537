package io.ringmq.remoting.body;

/** What was counted of one thing in three spans of time: the answer to VIEW_BROKER_STATS_DATA. */
public record BrokerStatsBody(Span minute, Span hour, Span day) {
    /**
     * The count of one span.
     *
     * @param sum of all that was counted
     * @param perSecond the sum over the length of the span
     * @param average of one event
     */
    public record Span(long sum, double perSecond, double average) {
        void write(JsonOut out) {
            out.beginObject()
                    .member("avgpt", average)
                    .member("sum", sum)
                    .member("tps", perSecond)
                    .endObject();
        }
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private void write(JsonOut out) {
        out.beginObject();
        day.write(out.name("statsDay"));
        hour.write(out.name("statsHour"));
        minute.write(out.name("statsMinute"));
        out.endObject();
    }
}
