package io.ringmq.client.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
    private final OffsetTracker tracker = new OffsetTracker(10);

    @Test
    void nothingReadMeansTheStart() {
        assertEquals(10, tracker.committable());
        assertEquals(10, tracker.next());
    }

    @Test
    void theFirstUnfinishedMessageHoldsTheOffset() {
        read(10, 11, 12);
        tracker.done(11);
        assertEquals(10, tracker.committable());
        tracker.done(10);
        assertEquals(12, tracker.committable());
        tracker.done(12);
        assertEquals(13, tracker.committable());
    }

    @Test
    void skippedMessagesArePassed() {
        tracker.readUpTo(20);
        assertEquals(20, tracker.committable());
        tracker.readUpTo(15);
        assertEquals(20, tracker.next(), "reading does not go back");
    }

    @Test
    void theSameMessageIsReadOnce() {
        assertTrue(tracker.read(10, 5));
        assertFalse(tracker.read(10, 5));
        tracker.readUpTo(11);
        tracker.done(10);
        assertFalse(tracker.read(10, 5));
        assertEquals(0, tracker.pendingBytes());
    }

    @Test
    void aResetMayGoBack() {
        read(10);
        tracker.done(10);
        tracker.reset(3);
        assertEquals(3, tracker.committable());
        assertTrue(tracker.read(3, 1));
    }

    @Test
    void bytesAreCountedUntilAMessageIsDone() {
        read(10, 11);
        assertEquals(2, tracker.pendingMessages());
        assertEquals(200, tracker.pendingBytes());
        tracker.done(10);
        tracker.done(10);
        assertEquals(100, tracker.pendingBytes());
    }

    @Test
    void inAnyOrderTheOffsetIsTheLowestUnfinishedOne() {
        Random random = new Random(3);
        List<Long> order = new ArrayList<>();
        for (long offset = 10; offset < 200; offset++) {
            read(offset);
            order.add(offset);
        }
        Collections.shuffle(order, random);
        List<Long> left = new ArrayList<>(order);
        for (long offset : order) {
            tracker.done(offset);
            left.remove(offset);
            long lowest = left.isEmpty() ? 200 : Collections.min(left);
            assertEquals(lowest, tracker.committable());
        }
    }

    private void read(long... offsets) {
        for (long offset : offsets) {
            tracker.read(offset, 100);
            tracker.readUpTo(offset + 1);
        }
    }
}
