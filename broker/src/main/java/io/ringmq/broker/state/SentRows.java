package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import org.jspecify.annotations.Nullable;

/**
 * The sends of a {@link SentTable}, each in a row that is as long as a cache line: a lookup touches few of them. A send
 * has a number, at least 1 and one more than that of the send before; its row is that number modulo the capacity. Rows
 * whose ids have the same hash are chained, the newest first. Texts of ids are elsewhere. Not thread-safe.
 *
 * <p>What was removed is not taken out of its chain, which would touch two more rows at random places: numbers fall along
 * a chain, so whoever walks it stops at the first one that is too old.
 *
 * <pre>
 *  cell  0..3  the numbers of the id
 *        4     queue offset
 *        5     physical offset
 *        6     topic id 4, queue id 4
 *        7     number of the next row in the chain, its low 32 bits, messages 25 bits, digits of the id 7 bits
 * </pre>
 */
final class SentRows {
    private static final int CELLS = 8;
    private static final int QUEUE_OFFSET = 4;
    private static final int PHYSICAL_OFFSET = 5;
    private static final int QUEUE = 6;
    private static final int CHAIN = 7;
    private static final int DIGITS_BITS = 7;
    private static final int DIGITS_MASK = (1 << DIGITS_BITS) - 1;

    /** So that most lookups of what is not there find no chain. */
    private static final int CHAINS_PER_ROW = 2;

    private final int capacity;
    /** The low 32 bits of the newest number with this hash. */
    private final int[] heads;

    private final long[] cells;

    /** @param capacity a power of two, at most 2^27 */
    SentRows(int capacity) {
        this.capacity = capacity;
        heads = new int[CHAINS_PER_ROW * capacity];
        cells = new long[capacity * CELLS];
    }

    int capacity() {
        return capacity;
    }

    private int row(long number) {
        return (int) (number & (capacity - 1)) * CELLS;
    }

    private int chain(ClientMessageId id) {
        return id.hash() & (heads.length - 1);
    }

    /** Puts a send in the place of the one whose number is less by the capacity. */
    void put(long number, Sent sent) {
        int row = row(number);
        ClientMessageId id = sent.id();
        SentBefore outcome = sent.outcome();
        cells[row] = id.first();
        cells[row + 1] = id.second();
        cells[row + 2] = id.third();
        cells[row + 3] = id.fourth();
        cells[row + QUEUE_OFFSET] = outcome.queueOffset();
        cells[row + PHYSICAL_OFFSET] = outcome.physicalOffset();
        cells[row + QUEUE] = pair(sent.topicId(), outcome.queueId());
        int chain = chain(id);
        cells[row + CHAIN] = pair(heads[chain], messagesAndDigits(outcome.messages(), id));
        heads[chain] = (int) number;
    }

    /** @param text of the id, if it has one */
    Sent get(long number, @Nullable String text) {
        int row = row(number);
        int digits = low(cells[row + CHAIN]) & DIGITS_MASK;
        ClientMessageId id =
                new ClientMessageId(digits, cells[row], cells[row + 1], cells[row + 2], cells[row + 3], text);
        return new Sent(high(cells[row + QUEUE]), id, outcome(number));
    }

    SentBefore outcome(long number) {
        int row = row(number);
        return new SentBefore(
                low(cells[row + QUEUE]),
                cells[row + QUEUE_OFFSET],
                cells[row + PHYSICAL_OFFSET],
                low(cells[row + CHAIN]) >>> DIGITS_BITS);
    }

    /** Whether a row has this topic, number of messages, and all of the id but for its text. */
    boolean has(long number, int topicId, ClientMessageId id, int messages) {
        int row = row(number);
        return cells[row + 3] == id.fourth()
                && cells[row + 2] == id.third()
                && cells[row + 1] == id.second()
                && cells[row] == id.first()
                && high(cells[row + QUEUE]) == topicId
                && low(cells[row + CHAIN]) == messagesAndDigits(messages, id);
    }

    /**
     * The newest send below a number whose id may have the hash of this one.
     *
     * @param end above all numbers
     * @return may be a number that was removed or never given; what would be older than that is not there either
     */
    long newest(ClientMessageId id, long end) {
        return below(end, heads[chain(id)]);
    }

    /** The next older one behind a number that is there; as {@link #newest}. */
    long older(long number) {
        return below(number, high(cells[row(number) + CHAIN]));
    }

    /** The greatest number below a bound that ends in these 32 bits. */
    private static long below(long bound, int lowBits) {
        long last = bound - 1;
        return last - Integer.toUnsignedLong((int) last - lowBits);
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
