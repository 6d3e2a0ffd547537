package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends in the order in which they were stored, found by topic and message id. The oldest ones are removed first. Columns
 * of numbers instead of objects: there are up to half a million of them, and each lives for minutes. Not thread-safe.
 *
 * <p>A send has a number; its slot is that number modulo the capacity, which doubles when it is used up. Slots whose ids
 * have the same hash are chained from {@code heads}, the newest first.
 */
final class SentTable {
    private static final int FIRST_CAPACITY = 1 << 10;

    /** A send: what it is found by, and what became of it. */
    record Sent(int topicId, ClientMessageId id, SentBefore outcome) {}

    private Columns columns = new Columns(FIRST_CAPACITY);
    /** Texts of ids that are no numbers, by the number of their send. */
    private final Map<Long, String> texts = new HashMap<>();

    private long first;
    private long end;

    private static final class Columns {
        final int capacity;
        final int[] heads;
        final int[] next;
        final byte[] digits;
        final long[] firstWord;
        final long[] secondWord;
        final long[] thirdWord;
        final long[] fourthWord;
        final int[] topicId;
        final int[] queueId;
        final int[] messages;
        final long[] queueOffset;
        final long[] physicalOffset;

        Columns(int capacity) {
            this.capacity = capacity;
            heads = new int[capacity];
            next = new int[capacity];
            digits = new byte[capacity];
            firstWord = new long[capacity];
            secondWord = new long[capacity];
            thirdWord = new long[capacity];
            fourthWord = new long[capacity];
            topicId = new int[capacity];
            queueId = new int[capacity];
            messages = new int[capacity];
            queueOffset = new long[capacity];
            physicalOffset = new long[capacity];
            Arrays.fill(heads, -1);
        }

        int slot(long number) {
            return (int) (number & (capacity - 1));
        }

        void put(int slot, ClientMessageId id) {
            digits[slot] = (byte) id.digits();
            firstWord[slot] = id.first();
            secondWord[slot] = id.second();
            thirdWord[slot] = id.third();
            fourthWord[slot] = id.fourth();
        }

        ClientMessageId id(int slot, @Nullable String text) {
            return new ClientMessageId(
                    digits[slot], firstWord[slot], secondWord[slot], thirdWord[slot], fourthWord[slot], text);
        }

        int head(int slot) {
            return slot(ClientMessageId.hash(firstWord[slot], secondWord[slot], thirdWord[slot], fourthWord[slot]));
        }

        /** Whether all of an id is here but for its text. */
        boolean hasNumbers(int slot, ClientMessageId id) {
            return fourthWord[slot] == id.fourth()
                    && thirdWord[slot] == id.third()
                    && secondWord[slot] == id.second()
                    && firstWord[slot] == id.first()
                    && digits[slot] == id.digits();
        }
    }

    int size() {
        return (int) (end - first);
    }

    void add(Sent sent) {
        if (size() == columns.capacity) {
            grow();
        }
        String text = sent.id().text();
        if (text != null) {
            texts.put(end, text);
        }
        put(end++, sent);
    }

    private void put(long number, Sent sent) {
        Columns to = columns;
        int slot = to.slot(number);
        to.put(slot, sent.id());
        to.topicId[slot] = sent.topicId();
        to.queueId[slot] = sent.outcome().queueId();
        to.messages[slot] = sent.outcome().messages();
        to.queueOffset[slot] = sent.outcome().queueOffset();
        to.physicalOffset[slot] = sent.outcome().physicalOffset();
        int head = to.slot(sent.id().hash());
        to.next[slot] = to.heads[head];
        to.heads[head] = slot;
    }

    private void grow() {
        Columns old = columns;
        columns = new Columns(2 * old.capacity);
        for (long number = first; number < end; number++) {
            put(number, get(old, number));
        }
    }

    private Sent get(Columns from, long number) {
        int slot = from.slot(number);
        return new Sent(from.topicId[slot], from.id(slot, texts.get(number)), outcome(from, slot));
    }

    private static SentBefore outcome(Columns from, int slot) {
        return new SentBefore(
                from.queueId[slot], from.queueOffset[slot], from.physicalOffset[slot], from.messages[slot]);
    }

    /** What became of the latest send with this id and number of messages; null if there is none. */
    @Nullable
    SentBefore find(int topicId, ClientMessageId id, int messages) {
        Columns in = columns;
        for (int slot = in.heads[in.slot(id.hash())]; slot >= 0; slot = in.next[slot]) {
            if (in.hasNumbers(slot, id)
                    && in.topicId[slot] == topicId
                    && in.messages[slot] == messages
                    && hasText(slot, id.text())) {
                return outcome(in, slot);
            }
        }
        return null;
    }

    private boolean hasText(int slot, @Nullable String text) {
        if (text == null && texts.isEmpty()) {
            return true;
        }
        long number = first + ((slot - first) & (columns.capacity - 1));
        String known = texts.get(number);
        return known == null ? text == null : known.equals(text);
    }

    /** Removes the oldest send; there must be one. It is the last one of its chain. */
    void removeFirst() {
        Columns from = columns;
        int slot = from.slot(first);
        int head = from.head(slot);
        int before = -1;
        for (int at = from.heads[head]; at != slot; at = from.next[at]) {
            before = at;
        }
        if (before < 0) {
            from.heads[head] = -1;
        } else {
            from.next[before] = -1;
        }
        if (!texts.isEmpty()) {
            texts.remove(first);
        }
        first++;
    }
}
