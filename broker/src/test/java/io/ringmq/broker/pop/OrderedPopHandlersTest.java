package io.ringmq.broker.pop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.BatchAck;
import io.ringmq.remoting.body.BatchAckBody;
import io.ringmq.remoting.header.AckMessageHeader;
import io.ringmq.remoting.header.ChangeInvisibleTimeHeader;
import io.ringmq.remoting.header.ChangeInvisibleTimeResponseHeader;
import io.ringmq.remoting.header.NotificationHeader;
import io.ringmq.remoting.header.NotificationResponseHeader;
import io.ringmq.remoting.header.PollingInfoHeader;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.remoting.header.PopMessageResponseHeader;
import io.ringmq.remoting.message.ReceiptHandle;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderedPopHandlersTest {
    private static final long INVISIBLE_MS = 10_000;

    private final TestRing ring = new TestRing();

    @BeforeEach
    void createTopic() {
        ring.createTopic("t", 1);
    }

    private static PopMessageHeader header(int maxMessages, long pollMs, @Nullable String attemptId) {
        return new PopMessageHeader(
                "cg",
                "t",
                -1,
                maxMessages,
                INVISIBLE_MS,
                pollMs,
                0,
                PopMessageHeader.INIT_MIN,
                "TAG",
                "*",
                true,
                attemptId);
    }

    private Reply pop(int maxMessages, long pollMs) {
        return pop(maxMessages, pollMs, 1);
    }

    private Reply pop(int maxMessages, long pollMs, int port) {
        return ring.handle(
                Command.request(RequestCode.POP_MESSAGE, header(maxMessages, pollMs, null)), new FakeConnection(port));
    }

    private Command popped(int maxMessages) {
        return pop(maxMessages, 0).answer(ResponseCode.SUCCESS);
    }

    private void assertNothing() {
        pop(32, 0).answer(ResponseCode.PULL_NOT_FOUND);
    }

    private void send(String... bodies) {
        for (String body : bodies) {
            ring.send("t", body, "").answer(ResponseCode.SUCCESS);
        }
    }

    private static List<String> texts(Command answer) {
        return TestRing.messages(answer).stream().map(TestRing::text).toList();
    }

    /** The handle as stock clients make it. */
    private static ReceiptHandle handle(Command answer, long offset) {
        PopMessageResponseHeader header = PopMessageResponseHeader.parse(answer);
        String start = String.valueOf(header.startOffsetInfo()).split(" ", -1)[2];
        return new ReceiptHandle(
                Long.parseLong(start),
                header.popTimeMs(),
                header.invisibleMs(),
                header.reviveQueueId(),
                "0",
                "ring-0",
                0,
                offset);
    }

    private Reply ack(ReceiptHandle handle) {
        return ring.handle(
                RequestCode.ACK_MESSAGE,
                new AckMessageHeader("cg", "t", handle.queueId(), handle.encode(), handle.offset()));
    }

    private void acked(Command answer, long... offsets) {
        for (long offset : offsets) {
            ack(handle(answer, offset)).answer(ResponseCode.SUCCESS);
        }
    }

    private ChangeInvisibleTimeResponseHeader changed(ReceiptHandle handle, long invisibleMs) {
        return ChangeInvisibleTimeResponseHeader.parse(
                change(handle, invisibleMs).answer(ResponseCode.SUCCESS));
    }

    private Reply change(ReceiptHandle handle, long invisibleMs) {
        return ring.handle(
                RequestCode.CHANGE_MESSAGE_INVISIBLETIME,
                new ChangeInvisibleTimeHeader(
                        "cg", "t", handle.queueId(), handle.encode(), handle.offset(), invisibleMs));
    }

    @Test
    void oneBatchAtATime() {
        send("a", "b", "c");
        Command first = popped(2);
        PopMessageResponseHeader told = PopMessageResponseHeader.parse(first);
        assertEquals(List.of("a", "b"), texts(first));
        assertEquals(ReceiptHandle.IN_ORDER, told.reviveQueueId());
        assertEquals("0 0 0", told.startOffsetInfo());
        assertEquals("0 0 0,1", told.msgOffsetInfo());
        assertEquals("0 0 0", told.orderCountInfo());
        assertNothing();
        acked(first, 1);
        assertNothing();
        assertEquals(0, ring.view().committedOffset("cg", "t", 0));
        acked(first, 0);
        assertEquals(2, ring.view().committedOffset("cg", "t", 0));
        Command second = popped(2);
        assertEquals(List.of("c"), texts(second));
        acked(second, 2);
        assertEquals(0, ring.view().pops().inFlight());
    }

    @Test
    void whatIsNotAcknowledgedComesAgainInItsPlace() {
        send("a", "b", "c");
        Command first = popped(2);
        acked(first, 0);
        ring.timer.advance(INVISIBLE_MS - 1);
        assertNothing();
        ring.timer.advance(1);
        Command again = popped(32);
        assertEquals(List.of("b", "c"), texts(again));
        assertEquals("0 qo0%1 1;0 0 0", PopMessageResponseHeader.parse(again).orderCountInfo());
        ack(handle(first, 1)).answer(ResponseCode.NO_MESSAGE);
        ring.timer.advance(INVISIBLE_MS);
        Command third = popped(32);
        assertEquals(
                "0 qo0%1 2;0 qo0%2 1;0 0 1",
                PopMessageResponseHeader.parse(third).orderCountInfo());
        acked(third, 1, 2);
        ring.timer.advance(10 * INVISIBLE_MS);
        assertNothing();
        assertNull(ring.view().topic("%RETRY%cg+t"), "nothing leaves its place");
    }

    @Test
    void aMessageThatIsWantedLaterHoldsTheOthersUp() {
        send("a", "b", "c", "d");
        Command first = popped(3);
        acked(first, 0, 2);
        ring.timer.advance(1_000);
        ReceiptHandle handle = handle(first, 1);
        ChangeInvisibleTimeResponseHeader changed = changed(handle, 3_000);
        assertEquals(handle.popTimeMs(), changed.popTimeMs());
        assertEquals(4_000, changed.invisibleMs());
        assertEquals(ReceiptHandle.IN_ORDER, changed.reviveQueueId());
        ring.timer.advance(2_999);
        assertNothing();
        ring.timer.advance(1);
        Command again = popped(3);
        assertEquals(List.of("b", "c", "d"), texts(again));
        acked(again, 1, 2, 3);
        ack(handle(again, 1)).answer(ResponseCode.SUCCESS);
        change(handle(again, 1), 5).answer(ResponseCode.NO_MESSAGE);
    }

    @Test
    void theHandleMadeFromAChangeIsGood() {
        send("a", "b");
        Command first = popped(2);
        ChangeInvisibleTimeResponseHeader changed = changed(handle(first, 1), 60_000);
        ReceiptHandle renamed = new ReceiptHandle(
                1, changed.popTimeMs(), changed.invisibleMs(), changed.reviveQueueId(), "0", "ring-0", 0, 1);
        acked(first, 0);
        ack(renamed).answer(ResponseCode.SUCCESS);
        assertEquals(2, ring.view().committedOffset("cg", "t", 0));
    }

    @Test
    void whoWaitsIsServedWhenTheQueueIsFree() {
        send("a", "b", "c");
        Command first = popped(1);
        Reply acknowledged = pop(1, 20_000, 2);
        acknowledged.assertPending();
        acked(first, 0);
        assertEquals(List.of("b"), texts(acknowledged.answer(ResponseCode.SUCCESS)));
        Reply over = pop(1, 20_000, 3);
        ring.timer.advance(INVISIBLE_MS - 1);
        over.assertPending();
        ring.timer.advance(1);
        Command again = over.answer(ResponseCode.SUCCESS);
        assertEquals(List.of("b"), texts(again));
        Reply given = pop(1, 20_000, 4);
        changed(handle(again, 1), 50);
        ring.timer.advance(49);
        given.assertPending();
        ring.timer.advance(1);
        assertEquals(List.of("b"), texts(given.answer(ResponseCode.SUCCESS)));
        Reply late = pop(1, 200, 5);
        ring.timer.advance(200);
        late.answer(ResponseCode.POLLING_TIMEOUT);
    }

    @Test
    void theSameAttemptGetsTheSameAgain() {
        send("a", "b");
        Reply first = ring.handle(RequestCode.POP_MESSAGE, header(1, 0, "one"));
        Reply again = ring.handle(RequestCode.POP_MESSAGE, header(1, 0, "one"));
        assertEquals(List.of("a"), texts(again.answer(ResponseCode.SUCCESS)));
        ring.handle(RequestCode.POP_MESSAGE, header(1, 0, "two")).answer(ResponseCode.PULL_NOT_FOUND);
        ack(handle(first.answer(), 0)).answer(ResponseCode.NO_MESSAGE);
        acked(again.answer(), 0);
        ring.handle(RequestCode.POP_MESSAGE, header(1, 0, "x".repeat(256))).answer(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void batchesOfAcknowledgements() {
        send("a", "b", "c");
        Command answer = popped(3);
        long popTimeMs = PopMessageResponseHeader.parse(answer).popTimeMs();
        batch(popTimeMs, 0L, 2L).answer(ResponseCode.SUCCESS);
        assertNothing();
        batch(popTimeMs, 1L).answer(ResponseCode.SUCCESS);
        batch(popTimeMs, 1L).answer(ResponseCode.SUCCESS);
        assertEquals(3, ring.view().committedOffset("cg", "t", 0));
        batch(popTimeMs, 3L).answer(ResponseCode.NO_MESSAGE);
    }

    private Reply batch(long popTimeMs, Long... offsets) {
        BatchAck ack =
                new BatchAck("cg", "t", "0", 0, 0, ReceiptHandle.IN_ORDER, popTimeMs, INVISIBLE_MS, List.of(offsets));
        return ring.handle(Command.request(RequestCode.BATCH_ACK_MESSAGE, new PollingInfoHeader("t", "cg"))
                .withBody(new BatchAckBody("ring-0", List.of(ack)).encode()));
    }

    @Test
    void aNotificationWaitsForTheQueueToBeFree() {
        send("a", "b");
        Command first = popped(1);
        NotificationHeader header = new NotificationHeader("cg", "t", -1, 15_000, 0, true, null, null, null);
        Reply waiting = ring.handle(RequestCode.NOTIFICATION, header);
        send("c");
        waiting.assertPending();
        acked(first, 0);
        assertTrue(NotificationResponseHeader.parse(waiting.answer(ResponseCode.SUCCESS))
                .hasMessage());
        popped(1);
        Reply over = ring.handle(RequestCode.NOTIFICATION, header);
        ring.timer.advance(INVISIBLE_MS);
        assertTrue(NotificationResponseHeader.parse(over.answer(ResponseCode.SUCCESS))
                .hasMessage());
        popped(32);
        Reply none = ring.handle(
                RequestCode.NOTIFICATION, new NotificationHeader("cg", "t", -1, 500, 0, true, null, null, null));
        ring.timer.advance(500);
        assertFalse(NotificationResponseHeader.parse(none.answer(ResponseCode.SUCCESS))
                .hasMessage());
    }

    @Test
    void messagesOfOtherTagsAreDone() {
        ring.send("t", "a", "TAGS\1red\2");
        ring.send("t", "b", "TAGS\1blue\2");
        ring.send("t", "c", "TAGS\1red\2");
        ring.send("t", "d", "TAGS\1blue\2");
        PopMessageHeader blue = new PopMessageHeader(
                "cg", "t", 0, 32, INVISIBLE_MS, 0, 0, PopMessageHeader.INIT_MIN, "TAG", "blue", true, null);
        Command answer = ring.handle(RequestCode.POP_MESSAGE, blue).answer(ResponseCode.SUCCESS);
        assertEquals("0 0 1,3", PopMessageResponseHeader.parse(answer).msgOffsetInfo());
        acked(answer, 1);
        assertEquals(3, ring.view().committedOffset("cg", "t", 0));
        acked(answer, 3);
        assertEquals(4, ring.view().committedOffset("cg", "t", 0));
    }
}
