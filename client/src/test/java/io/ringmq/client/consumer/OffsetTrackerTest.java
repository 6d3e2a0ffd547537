package io.ringmq.client.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.remoting.message.WireMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
    private static final InetSocketAddress HOST = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final OffsetTracker tracker = new OffsetTracker(10);

    @Test
    void nothingReadMeansTheStart() {
        assertEquals(10, tracker.committable());
        assertEquals(10, tracker.next());
    }

    @Test
    void theFirstUnfinishedMessageHoldsTheOffset() {
        PulledMessages pulled = read(10, 13);
        tracker.done(pulled, 1, 2);
        assertEquals(10, tracker.committable());
        tracker.done(pulled, 0, 1);
        assertEquals(12, tracker.committable());
        tracker.done(pulled, 2, 3);
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
        PulledMessages pulled = read(10, 12);
        tracker.reset(10);
        PulledMessages more = tracker.read(messages(10, 13), 1);
        assertNotNull(more);
        assertEquals(1, more.size());
        assertEquals(12, more.get(0).queueOffset());
        tracker.readUpTo(13);
        tracker.done(pulled, 0, 2);
        tracker.done(more, 0, 1);
        assertNull(tracker.read(messages(10, 13), 1));
        assertEquals(0, tracker.pendingBytes());
    }

    @Test
    void aResetMayGoBack() {
        PulledMessages pulled = read(10, 11);
        tracker.reset(3);
        assertEquals(3, tracker.committable());
        tracker.done(pulled, 0, 1);
        assertEquals(3, tracker.committable());
        assertNotNull(tracker.read(messages(3, 4), 1));
    }

    @Test
    void memoryIsHeldUntilTheLastMessageOfAnAnswerIsDone() {
        PulledMessages first = read(10, 12);
        read(12, 13);
        assertEquals(3, tracker.pendingMessages());
        assertEquals(300, tracker.pendingBytes());
        tracker.done(first, 0, 1);
        tracker.done(first, 0, 1);
        assertEquals(2, tracker.pendingMessages());
        assertEquals(300, tracker.pendingBytes());
        tracker.done(first, 1, 2);
        assertEquals(100, tracker.pendingBytes());
    }

    @Test
    void inAnyOrderTheOffsetIsTheLowestUnfinishedOne() {
        Random random = new Random(3);
        List<PulledMessages> answers = new ArrayList<>();
        List<Long> order = new ArrayList<>();
        for (long offset = 10; offset < 200; offset += 10) {
            answers.add(read(offset, offset + 10));
            LongStream.range(offset, offset + 10).forEach(order::add);
        }
        Collections.shuffle(order, random);
        List<Long> left = new ArrayList<>(order);
        for (long offset : order) {
            int index = (int) (offset - 10);
            tracker.done(answers.get(index / 10), index % 10, index % 10 + 1);
            left.remove(offset);
            long lowest = left.isEmpty() ? 200 : Collections.min(left);
            assertEquals(lowest, tracker.committable());
        }
    }

    private PulledMessages read(long from, long to) {
        PulledMessages pulled = tracker.read(messages(from, to), 100 * (to - from));
        assertNotNull(pulled);
        tracker.readUpTo(to);
        return pulled;
    }

    private static List<WireMessage> messages(long from, long to) {
        return LongStream.range(from, to).mapToObj(OffsetTrackerTest::message).toList();
    }

    private static WireMessage message(long offset) {
        return new WireMessage("T", 0, 0, offset, 0, 0, 0, HOST, 0, HOST, 0, 0, ByteBuffer.allocate(0), "");
    }
}
