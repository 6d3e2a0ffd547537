package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import org.junit.jupiter.api.Test;

class SentRowsTest {
    private static final int CAPACITY = 4;
    private static final ClientMessageId ID = ClientMessageId.of("7F0000010001ABCDEF01000000010002");

    private final SentRows rows = new SentRows(CAPACITY);

    private static Sent sent(long queueOffset) {
        return new Sent(1, ID, new SentBefore(0, queueOffset, 0, 1));
    }

    @Test
    void aChainLeadsFromTheNewestToWhatIsTooOld() {
        assertTrue(rows.newest(ID, 1) < 1, "nothing was put");
        for (long number = 1; number <= 6; number++) {
            rows.put(number, sent(10 * number));
        }
        long number = rows.newest(ID, 7);
        for (long expected = 6; expected > 2; expected--) {
            assertEquals(expected, number);
            assertEquals(10 * expected, rows.outcome(number).queueOffset());
            number = rows.older(number);
        }
        assertEquals(2, number, "its row was given to another, and whoever looks for it knows that it was removed");
    }

    /** Rows keep half of a number. */
    @Test
    void aChainPassesTheEndOfItsNumbers() {
        long end = 1L << Integer.SIZE;
        for (long number = end - 2; number <= end + 1; number++) {
            rows.put(number, sent(number));
        }
        long number = rows.newest(ID, end + 2);
        for (long expected = end + 1; expected >= end - 2; expected--) {
            assertEquals(expected, number);
            number = rows.older(number);
        }
        assertTrue(number < end - 2, "the end of a chain that began before, not a row of it: " + number);
    }
}
