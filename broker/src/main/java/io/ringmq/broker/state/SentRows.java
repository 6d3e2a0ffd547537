package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a {@link SentTable}, a send in a row that is as long as a cache line: a lookup touches few of them. Rows
 * whose ids have the same hash are chained, the newest first. Texts of ids are elsewhere. Not thread-safe.
 *
 * <pre>
 *  cell  0..3  the numbers of the id
 *        4     queue offset
 *        5     physical offset
 *        6     topic id 4, queue id 4
 *        7     slot of the next row in the chain 4, messages 25 bits, digits of the id 7 bits
 * </pre>
 */
final class SentRows {
    /** No slot. */
    static final int NONE = -1;

    private static final int CELLS = 8;
    private static final int QUEUE_OFFSET = 4;
    private static final int PHYSICAL_OFFSET = 5;
    private static final int QUEUE = 6;
    private static final int CHAIN = 7;
    private static final int DIGITS_BITS = 7;
    private static final int DIGITS_MASK = (1 << DIGITS_BITS) - 1;

    private final int capacity;
    private final int[] heads;
    private final long[] cells;

    /** @param capacity a power of two, at most 2^28 */
    SentRows(int capacity) {
        this.capacity = capacity;
        heads = new int[capacity];
        cells = new long[capacity * CELLS];
        Arrays.fill(heads, NONE);
    }

    int capacity() {
        return capacity;
    }

    /** The slot of the send with this number. */
    int slot(long number) {
        return (int) (number & (capacity - 1));
    }

    private int head(int hash) {
        return hash & (capacity - 1);
    }

    void put(int slot, Sent sent) {
        int row = slot * CELLS;
        ClientMessageId id = sent.id();
        SentBefore outcome = sent.outcome();
        cells[row] = id.first();
        cells[row + 1] = id.second();
        cells[row + 2] = id.third();
        cells[row + 3] = id.fourth();
        cells[row + QUEUE_OFFSET] = outcome.queueOffset();
        cells[row + PHYSICAL_OFFSET] = outcome.physicalOffset();
        cells[row + QUEUE] = pair(sent.topicId(), outcome.queueId());
        int head = head(id.hash());
        cells[row + CHAIN] = pair(heads[head], messagesAndDigits(outcome.messages(), id));
        heads[head] = slot;
    }

    /** @param text of the id, if it has one */
    Sent get(int slot, @Nullable String text) {
        int row = slot * CELLS;
        int digits = low(cells[row + CHAIN]) & DIGITS_MASK;
        ClientMessageId id =
                new ClientMessageId(digits, cells[row], cells[row + 1], cells[row + 2], cells[row + 3], text);
        return new Sent(high(cells[row + QUEUE]), id, outcome(slot));
    }

    SentBefore outcome(int slot) {
        int row = slot * CELLS;
        return new SentBefore(
                low(cells[row + QUEUE]),
                cells[row + QUEUE_OFFSET],
                cells[row + PHYSICAL_OFFSET],
                low(cells[row + CHAIN]) >>> DIGITS_BITS);
    }

    /** Whether a row has this topic, number of messages, and all of the id but for its text. */
    boolean has(int slot, int topicId, ClientMessageId id, int messages) {
        int row = slot * CELLS;
        return cells[row + 3] == id.fourth()
                && cells[row + 2] == id.third()
                && cells[row + 1] == id.second()
                && cells[row] == id.first()
                && high(cells[row + QUEUE]) == topicId
                && low(cells[row + CHAIN]) == messagesAndDigits(messages, id);
    }

    /** The slot of the newest send whose id has the hash of this one, or {@link #NONE}. */
    int newest(ClientMessageId id) {
        return heads[head(id.hash())];
    }

    /** The slot of the next older one, or {@link #NONE}. */
    int next(int slot) {
        return high(cells[slot * CELLS + CHAIN]);
    }

    /** Takes the oldest send out of its chain, whose last one it is. */
    void removeOldest(int slot) {
        int row = slot * CELLS;
        int head = head(ClientMessageId.hash(cells[row], cells[row + 1], cells[row + 2], cells[row + 3]));
        int before = NONE;
        for (int at = heads[head]; at != slot; at = next(at)) {
            before = at;
        }
        if (before == NONE) {
            heads[head] = NONE;
        } else {
            int chain = before * CELLS + CHAIN;
            cells[chain] = pair(NONE, low(cells[chain]));
        }
    }

    private static int messagesAndDigits(int messages, ClientMessageId id) {
        return (messages << DIGITS_BITS) | id.digits();
    }

    private static long pair(int high, int low) {
        return ((long) high << Integer.SIZE) | Integer.toUnsignedLong(low);
    }

    private static int high(long pair) {
        return (int) (pair >> Integer.SIZE);
    }

    private static int low(long pair) {
        return (int) pair;
    }
}
