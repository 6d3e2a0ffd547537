package io.ringmq.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<Entry> passedOn = new ArrayList<>();
    private final Progress progress = new Progress(passedOn::add);

    @Test
    void theLongestGapOfTheWorstRingCounts() {
        for (long time : new long[] {10, 20, 90, 100}) {
            acknowledge(time, "t/ring-0/0");
        }
        for (long time : new long[] {10, 15, 20, 60, 95}) {
            acknowledge(time, "t/ring-1/0");
        }
        assertEquals(70, progress.longestGapNs(30, 100));
        assertEquals(70, progress.longestGapNs(30, 40), "a gap that lasts longer than the range");
        assertEquals(40, progress.longestGapNs(92, 135));
    }

    @Test
    void serviceMeansEveryQueue() {
        acknowledge(10, "t/ring-0/0");
        acknowledge(20, "t/ring-0/1");
        List<String> queues = List.of("t/ring-0/0", "t/ring-0/1");
        assertTrue(progress.allAcknowledgedAfter(queues, 9));
        assertFalse(progress.allAcknowledgedAfter(queues, 10));
        assertFalse(progress.allAcknowledgedAfter(List.of("t/ring-0/2"), 0));
    }

    @Test
    void deliveriesMayOvertakeAcknowledgements() {
        Place place = new Place("t/ring-0/0", 0);
        progress.accept(new Entry.Delivered(1, "g", place, "a", 1));
        progress.accept(new Entry.Acknowledged(2, "a", place));
        progress.accept(new Entry.Acknowledged(2, "b", place));
        assertEquals(1, progress.undelivered());
        progress.accept(new Entry.Delivered(3, "g", place, "b", 1));
        assertEquals(0, progress.undelivered());
        assertEquals(4, passedOn.size());
    }

    private void acknowledge(long timeNs, String queue) {
        progress.accept(new Entry.Acknowledged(timeNs, "m" + timeNs + queue, new Place(queue, timeNs)));
    }
}
