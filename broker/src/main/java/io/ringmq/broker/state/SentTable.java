package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends in the order in which they were stored, found by topic and message id. The oldest ones are removed first. Rows
 * of numbers instead of objects: there are up to half a million of them, and each lives for minutes. Not thread-safe.
 *
 * <p>The capacity doubles when it is used up.
 */
final class SentTable {
    private static final int FIRST_CAPACITY = 1 << 10;

    /** A send: what it is found by, and what became of it. */
    record Sent(int topicId, ClientMessageId id, SentBefore outcome) {}

    private SentRows rows = new SentRows(FIRST_CAPACITY);
    /** Texts of ids that are no numbers, by the number of their send. */
    private final Map<Long, String> texts = new HashMap<>();

    private long first = 1;
    private long end = 1;

    int size() {
        return (int) (end - first);
    }

    /** @param sent has less than 2^25 messages, far more than a log entry can hold */
    void add(Sent sent) {
        if (size() == rows.capacity()) {
            grow();
        }
        String text = sent.id().text();
        if (text != null) {
            texts.put(end, text);
        }
        rows.put(end++, sent);
    }

    private void grow() {
        SentRows old = rows;
        rows = new SentRows(2 * old.capacity());
        for (long number = first; number < end; number++) {
            rows.put(number, old.get(number, texts.get(number)));
        }
    }

    /** What became of the latest send with this id and number of messages; null if there is none. */
    @Nullable
    SentBefore find(int topicId, ClientMessageId id, int messages) {
        for (long number = rows.newest(id, end); number >= first; number = rows.older(number)) {
            if (rows.has(number, topicId, id, messages) && hasText(number, id.text())) {
                return rows.outcome(number);
            }
        }
        return null;
    }

    /** Of a row that has as many digits as the id: where there are some, neither has a text. */
    private boolean hasText(long number, @Nullable String text) {
        return text == null || text.equals(texts.get(number));
    }

    /** Removes the oldest send; there must be one. */
    void removeFirst() {
        if (!texts.isEmpty()) {
            texts.remove(first);
        }
        first++;
    }
}
