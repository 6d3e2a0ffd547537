package io.ringmq.broker.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.TopicQueue;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.ManualTimer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongPollingTest {
    private static final TopicQueue QUEUE = new TopicQueue("t", 0);

    private final ManualTimer timer = new ManualTimer(0);
    private final LongPolling polling = new LongPolling(new LongPolling.Bounds(2, 3), timer, Runnable::run);
    private final FakeConnection connection = new FakeConnection(1);
    private final List<String> events = new ArrayList<>();

    @Test
    void wakesThoseThatWaitForAnEarlierOffset() {
        hold(QUEUE, 5, "five");
        hold(QUEUE, 6, "six");
        polling.messagesArrived("t", 1, 100);
        polling.messagesArrived("t", 0, 5);
        assertEquals(List.of(), events);
        polling.messagesArrived("t", 0, 6);
        assertEquals(List.of("five arrived"), events);
        assertEquals(1, polling.waiting());
        assertEquals(1, timer.pending());
    }

    @Test
    void leavesOnceWhenTheTimeIsOver() {
        hold(QUEUE, 5, "five");
        timer.advance(1_000);
        polling.messagesArrived("t", 0, 6);
        assertEquals(List.of("five timed out"), events);
        assertEquals(0, polling.waiting());
    }

    @Test
    void closedConnectionFreesItsPlace() {
        hold(QUEUE, 5, "five");
        polling.disconnected(connection);
        polling.messagesArrived("t", 0, 6);
        timer.advance(1_000);
        assertEquals(List.of(), events);
        assertEquals(0, polling.waiting());
        connection.close();
        assertTrue(hold(QUEUE, 5, "late"));
        assertEquals(0, polling.waiting());
    }

    @Test
    void refusesBeyondTheBounds() {
        assertTrue(hold(QUEUE, 5, "a"));
        assertTrue(hold(QUEUE, 5, "b"));
        assertFalse(hold(QUEUE, 5, "c"));
        assertTrue(hold(new TopicQueue("t", 1), 5, "d"));
        assertFalse(hold(new TopicQueue("t", 2), 5, "e"));
        assertEquals(3, polling.waiting());
        timer.advance(1_000);
        assertTrue(hold(QUEUE, 5, "f"));
    }

    private boolean hold(TopicQueue queue, long fromOffset, String name) {
        return polling.hold(queue, fromOffset, 1_000, connection, new LongPolling.Held() {
            @Override
            public void arrived() {
                events.add(name + " arrived");
            }

            @Override
            public void timedOut() {
                events.add(name + " timed out");
            }
        });
    }
}
