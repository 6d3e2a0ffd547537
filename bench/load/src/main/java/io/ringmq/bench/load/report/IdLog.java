package io.ringmq.bench.load.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids of messages to which the same thing happened, reported many to an event.
 *
 * <pre>
 * {"event":"acked","t":1763730000223,"ids":"1f-0-17,1f-1-9","times":"1763730000123,1763730000124"}
 *   ids     ids of messages, in the order in which it happened
 *   times   wall clock when it happened to each, milliseconds
 *   reason  why, for the first of them, where there is a reason
 * </pre>
 *
 * <p>Thread-safe. Whoever makes it flushes it now and then; {@link #MAX_IDS} are an event in any case.
 */
public final class IdLog {
    /** Ids in one event. */
    public static final int MAX_IDS = 1_000;

    private final Events events;
    private final String kind;
    private final StringBuilder ids = new StringBuilder();
    private final StringBuilder timesMs = new StringBuilder();
    private String reason = "";
    private int count;

    public IdLog(Events events, String kind) {
        this.events = events;
        this.kind = kind;
    }

    /** It happened to a message now. */
    public void add(String id) {
        add(id, "");
    }

    /** It happened to a message now, for a reason. */
    public synchronized void add(String id, String why) {
        if (count == 0) {
            reason = why;
        } else {
            ids.append(',');
            timesMs.append(',');
        }
        ids.append(id);
        timesMs.append(events.nowMs());
        if (++count == MAX_IDS) {
            flush();
        }
    }

    /** Reports what was added since the last time, if anything was. */
    public synchronized void flush() {
        if (count == 0) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ids", ids.toString());
        fields.put("times", timesMs.toString());
        if (!reason.isEmpty()) {
            fields.put("reason", reason);
        }
        events.emit(kind, fields);
        ids.setLength(0);
        timesMs.setLength(0);
        count = 0;
    }
}
