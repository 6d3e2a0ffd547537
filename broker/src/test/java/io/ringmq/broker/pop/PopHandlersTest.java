package io.ringmq.broker.pop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.BatchAck;
import io.ringmq.remoting.body.BatchAckBody;
import io.ringmq.remoting.body.RequestMode;
import io.ringmq.remoting.body.RequestModeTable;
import io.ringmq.remoting.body.SetRequestModeBody;
import io.ringmq.remoting.header.AckMessageHeader;
import io.ringmq.remoting.header.ChangeInvisibleTimeHeader;
import io.ringmq.remoting.header.ChangeInvisibleTimeResponseHeader;
import io.ringmq.remoting.header.NotificationHeader;
import io.ringmq.remoting.header.NotificationResponseHeader;
import io.ringmq.remoting.header.PollingInfoHeader;
import io.ringmq.remoting.header.PollingInfoResponseHeader;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.remoting.header.PopMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.ReceiptHandle;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PopHandlersTest {
    private static final long INVISIBLE_MS = 10_000;

    private final TestRing ring = new TestRing();

    @BeforeEach
    void createTopic() {
        ring.createTopic("t", 2);
    }

    private static PopMessageHeader header(int maxMessages, long pollMs) {
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
                false,
                null);
    }

    private Reply pop(PopMessageHeader header) {
        return ring.handle(RequestCode.POP_MESSAGE, header);
    }

    private Command popped(int maxMessages) {
        return pop(header(maxMessages, 0)).answer(ResponseCode.SUCCESS);
    }

    private void assertNothing() {
        pop(header(32, 0)).answer(ResponseCode.PULL_NOT_FOUND);
    }

    /** The handle a stock client makes for an ordinary message that was popped alone or first. */
    private static ReceiptHandle handle(Command answer, long offset) {
        PopMessageResponseHeader header = PopMessageResponseHeader.parse(answer);
        String start = assertNonNull(header.startOffsetInfo()).split(";", -1)[0].split(" ", -1)[2];
        return new ReceiptHandle(
                Long.parseLong(start), header.popTimeMs(), header.invisibleMs(), 0, "0", "ring-0", 0, offset);
    }

    private static String assertNonNull(@Nullable String text) {
        assertNotNull(text);
        return String.valueOf(text);
    }

    private static ReceiptHandle handleOf(WireMessage redelivered) {
        return ReceiptHandle.parse(
                assertNonNull(MessageProperties.find(redelivered.properties(), PropertyNames.POP_CK)));
    }

    private Reply ack(String topic, ReceiptHandle handle) {
        return ring.handle(
                RequestCode.ACK_MESSAGE,
                new AckMessageHeader("cg", topic, handle.queueId(), handle.encode(), handle.offset()));
    }

    private Reply change(ReceiptHandle handle, long invisibleMs) {
        return ring.handle(
                RequestCode.CHANGE_MESSAGE_INVISIBLETIME,
                new ChangeInvisibleTimeHeader(
                        "cg", "t", handle.queueId(), handle.encode(), handle.offset(), invisibleMs));
    }

    @Test
    void poppedMessagesAreInvisibleUntilTheyAreAcknowledged() {
        ring.send("t", "a", "");
        ring.send("t", "b", "");
        Command answer = popped(32);
        assertEquals(
                List.of("a", "b"),
                TestRing.messages(answer).stream().map(TestRing::text).toList());
        PopMessageResponseHeader header = PopMessageResponseHeader.parse(answer);
        assertEquals("0 0 0", header.startOffsetInfo());
        assertEquals("0 0 0,1", header.msgOffsetInfo());
        assertEquals(INVISIBLE_MS, header.invisibleMs());
        assertEquals(ring.timer.millis(), header.popTimeMs());
        assertNothing();
        ack("t", handle(answer, 0)).answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.view().committedOffset("cg", "t", 0));
        ack("t", handle(answer, 1)).answer(ResponseCode.SUCCESS);
        assertEquals(2, ring.view().committedOffset("cg", "t", 0));
        ring.timer.advance(10 * INVISIBLE_MS);
        assertNothing();
    }

    @Test
    void anotherGroupGetsEverythingToo() {
        ring.send("t", "a", "");
        popped(1);
        PopMessageHeader other = new PopMessageHeader(
                "other", "t", 0, 1, INVISIBLE_MS, 0, 0, PopMessageHeader.INIT_MIN, null, null, false, null);
        pop(other).answer(ResponseCode.SUCCESS);
    }

    @Test
    void whatIsNotAcknowledgedComesAgainUnderItsTopic() {
        ring.send("t", "a", "KEYS\1k\2");
        ReceiptHandle first = handle(popped(1), 0);
        ring.timer.advance(INVISIBLE_MS - 1);
        assertNothing();
        ring.timer.advance(2);
        Command again = popped(1);
        WireMessage message = TestRing.messages(again).get(0);
        assertEquals("t", message.topic());
        assertEquals("a", TestRing.text(message));
        assertEquals(1, message.reconsumeTimes());
        assertEquals("k", MessageProperties.find(message.properties(), PropertyNames.KEYS));
        ack("t", first).answer(ResponseCode.NO_MESSAGE);
        assertEquals("1", handleOf(message).retryFlag());
        ack("%RETRY%cg_t", handleOf(message)).answer(ResponseCode.SUCCESS);
        ring.timer.advance(10 * INVISIBLE_MS);
        assertNothing();
    }

    @Test
    void theLastAttemptEndsInTheDeadLetterTopic() {
        ring.send("t", "a", "");
        for (int attempt = 0; attempt <= 16; attempt++) {
            assertEquals(attempt, TestRing.messages(popped(1)).get(0).reconsumeTimes());
            ring.timer.advance(INVISIBLE_MS + 1);
        }
        assertNothing();
        WireMessage dead = ring.messages("%DLQ%cg").get(0);
        assertEquals("a", TestRing.text(dead));
        assertEquals("t", MessageProperties.find(dead.properties(), PropertyNames.RETRY_TOPIC));
    }

    @Test
    void aChangedInvisibleTimeNeedsANewHandle() {
        ring.send("t", "a", "");
        ReceiptHandle old = handle(popped(1), 0);
        ring.timer.advance(1_000);
        ChangeInvisibleTimeResponseHeader changed =
                ChangeInvisibleTimeResponseHeader.parse(change(old, 60_000).answer(ResponseCode.SUCCESS));
        assertEquals(ring.timer.millis(), changed.popTimeMs());
        ReceiptHandle renamed =
                new ReceiptHandle(0, changed.popTimeMs(), changed.invisibleMs(), 0, "0", "ring-0", 0, 0);
        change(old, 1).answer(ResponseCode.NO_MESSAGE);
        ack("t", old).answer(ResponseCode.NO_MESSAGE);
        ring.timer.advance(59_000);
        assertNothing();
        ack("t", renamed).answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.view().committedOffset("cg", "t", 0));
    }

    @Test
    void anInvisibleTimeOfNothingGivesTheMessageBack() {
        ring.send("t", "a", "");
        ReceiptHandle handle = handle(popped(1), 0);
        change(handle, 0).answer(ResponseCode.SUCCESS);
        ring.timer.advance(2);
        assertEquals(1, TestRing.messages(popped(1)).get(0).reconsumeTimes());
    }

    @Test
    void batchesOfAcknowledgements() {
        ring.send("t", "a", "");
        ring.send("t", "b", "");
        ring.send("t", "c", "");
        Command answer = popped(3);
        long popTimeMs = PopMessageResponseHeader.parse(answer).popTimeMs();
        BatchAck acks = new BatchAck("cg", "t", "0", 0, 0, 0, popTimeMs, INVISIBLE_MS, List.of(0L, 2L));
        batch(acks).answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.view().pops().inFlight());
        assertEquals(1, ring.view().committedOffset("cg", "t", 0));
        batch(acks).answer(ResponseCode.NO_MESSAGE);
        ring.timer.advance(INVISIBLE_MS + 1);
        WireMessage again = TestRing.messages(popped(1)).get(0);
        ReceiptHandle handle = handleOf(again);
        batch(new BatchAck("cg", "t", "1", handle.startOffset(), 0, 0, handle.popTimeMs(), INVISIBLE_MS, List.of(0L)))
                .answer(ResponseCode.SUCCESS);
        assertEquals(0, ring.view().pops().inFlight());
    }

    private Reply batch(BatchAck ack) {
        return ring.handle(Command.request(RequestCode.BATCH_ACK_MESSAGE, new PollingInfoHeader("t", "cg"))
                .withBody(new BatchAckBody("ring-0", List.of(ack)).encode()));
    }

    @Test
    void onlyMessagesWithTheTagAreHandedOutAndTheOthersAreDone() {
        ring.send("t", "a", "TAGS\1red\2");
        ring.send("t", "b", "TAGS\1blue\2");
        PopMessageHeader blue = new PopMessageHeader(
                "cg", "t", 0, 32, INVISIBLE_MS, 0, 0, PopMessageHeader.INIT_MIN, "TAG", "blue", false, null);
        Command answer = pop(blue).answer(ResponseCode.SUCCESS);
        assertEquals("0 0 1", PopMessageResponseHeader.parse(answer).msgOffsetInfo());
        assertEquals(1, ring.view().committedOffset("cg", "t", 0));
        ring.send("t", "c", "TAGS\1red\2");
        pop(blue).answer(ResponseCode.PULL_NOT_FOUND);
        assertEquals(3, ring.view().pops().nextPopOffset(new GroupQueue("cg", "t", 0)));
    }

    @Test
    void filtersThatReadMessagesAreServed() {
        ring.send("t", "small", "a\0011\2");
        ring.send("t", "large", "a\0017\2");
        Command answer = pop(filteredBySql("a > 5")).answer(ResponseCode.SUCCESS);
        assertEquals(
                List.of("large"),
                TestRing.messages(answer).stream().map(TestRing::text).toList());
        pop(filteredBySql("a >")).answer(ResponseCode.SUBSCRIPTION_PARSE_FAILED);
    }

    private static PopMessageHeader filteredBySql(String expression) {
        return new PopMessageHeader(
                "cg", "t", 0, 32, INVISIBLE_MS, 0, 0, PopMessageHeader.INIT_MIN, "SQL92", expression, false, null);
    }

    @Test
    void aPopWaitsForAMessage() {
        Reply first = pop(header(1, 15_000));
        Reply second = ring.handle(Command.request(RequestCode.POP_MESSAGE, header(1, 15_000)), new FakeConnection(2));
        first.assertPending();
        PollingInfoResponseHeader info =
                PollingInfoResponseHeader.parse(ring.handle(RequestCode.POLLING_INFO, new PollingInfoHeader("t", "cg"))
                        .answer(ResponseCode.SUCCESS));
        assertEquals(2, info.waiting());
        pop(header(1, 15_000)).answer(ResponseCode.POLLING_FULL);
        ring.send("t", "a", "");
        assertEquals(
                "a",
                TestRing.text(
                        TestRing.messages(first.answer(ResponseCode.SUCCESS)).get(0)));
        second.assertPending();
        ring.timer.advance(INVISIBLE_MS + 1);
        assertEquals(
                1, TestRing.messages(second.answer(ResponseCode.SUCCESS)).get(0).reconsumeTimes());
        Reply third = pop(header(1, 100));
        ring.timer.advance(100);
        third.answer(ResponseCode.POLLING_TIMEOUT);
    }

    @Test
    void whoLeavesMessagesBehindWakesTheNext() {
        Reply first = pop(header(1, 15_000));
        Reply second = ring.handle(Command.request(RequestCode.POP_MESSAGE, header(1, 15_000)), new FakeConnection(2));
        ring.send("t", "a", "");
        ring.send("t", "b", "");
        assertEquals("a", TestRing.text(TestRing.messages(first.answer()).get(0)));
        assertEquals("b", TestRing.text(TestRing.messages(second.answer()).get(0)));
    }

    @Test
    void aNotificationTakesNothing() {
        NotificationHeader header = new NotificationHeader("cg", "t", -1, 5_000, 0, false, null, null, null);
        Reply waiting = ring.handle(RequestCode.NOTIFICATION, header);
        Reply popping = ring.handle(Command.request(RequestCode.POP_MESSAGE, header(1, 5_000)), new FakeConnection(2));
        waiting.assertPending();
        ring.send("t", "a", "");
        assertTrue(NotificationResponseHeader.parse(waiting.answer(ResponseCode.SUCCESS))
                .hasMessage());
        assertEquals(
                "a",
                TestRing.text(
                        TestRing.messages(popping.answer(ResponseCode.SUCCESS)).get(0)));
        Reply none = ring.handle(RequestCode.NOTIFICATION, header);
        ring.timer.advance(5_000);
        assertEquals(
                new NotificationResponseHeader(false, false),
                NotificationResponseHeader.parse(none.answer(ResponseCode.SUCCESS)));
    }

    @Test
    void followersRefuse() {
        ring.send("t", "a", "");
        ReceiptHandle handle = handle(popped(1), 0);
        ring.stepDown();
        pop(header(1, 0)).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        ack("t", handle).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        change(handle, 1).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        ring.handle(RequestCode.NOTIFICATION, new NotificationHeader("cg", "t", -1, 5_000, 0, false, null, null, null))
                .answer(ResponseCode.SERVICE_NOT_AVAILABLE);
    }

    @Test
    void badPopsAreRefused() {
        pop(with("nowhere", -1, 1, INVISIBLE_MS)).answer(ResponseCode.TOPIC_NOT_EXIST);
        pop(with("t", 2, 1, INVISIBLE_MS)).answer(ResponseCode.INVALID_PARAMETER);
        pop(with("t", -2, 1, INVISIBLE_MS)).answer(ResponseCode.INVALID_PARAMETER);
        pop(with("t", 0, 0, INVISIBLE_MS)).answer(ResponseCode.INVALID_PARAMETER);
        pop(with("t", 0, 33, INVISIBLE_MS)).answer(ResponseCode.INVALID_PARAMETER);
        pop(with("t", 0, 1, 0)).answer(ResponseCode.INVALID_PARAMETER);
        pop(with("t", 0, 1, Long.MAX_VALUE)).answer(ResponseCode.INVALID_PARAMETER);
    }

    private static PopMessageHeader with(String topic, int queueId, int maxMessages, long invisibleMs) {
        return new PopMessageHeader(
                "cg",
                topic,
                queueId,
                maxMessages,
                invisibleMs,
                0,
                0,
                PopMessageHeader.INIT_MIN,
                "TAG",
                "*",
                false,
                null);
    }

    @Test
    void badHandlesAreRefused() {
        ring.send("t", "a", "");
        ReceiptHandle good = handle(popped(1), 0);
        ring.handle(RequestCode.ACK_MESSAGE, new AckMessageHeader("no group!", "t", 0, good.encode(), 0))
                .answer(ResponseCode.INVALID_PARAMETER);
        ring.handle(RequestCode.ACK_MESSAGE, new AckMessageHeader("cg", "t", 0, "gibberish", 0))
                .answer(ResponseCode.INVALID_PARAMETER);
        ring.handle(RequestCode.ACK_MESSAGE, new AckMessageHeader("cg", "t", 7, good.encode(), 0))
                .answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.handle(RequestCode.ACK_MESSAGE, new AckMessageHeader("cg", "t", -1, good.encode(), 0))
                .answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.handle(RequestCode.ACK_MESSAGE, new AckMessageHeader("cg", "nowhere", 0, good.encode(), 0))
                .answer(ResponseCode.TOPIC_NOT_EXIST);
        ring.handle(RequestCode.ACK_MESSAGE, new AckMessageHeader("cg", "t", 0, good.encode(), -1))
                .answer(ResponseCode.NO_MESSAGE);
        ring.handle(RequestCode.ACK_MESSAGE, new AckMessageHeader("other", "t", 0, good.encode(), 0))
                .answer(ResponseCode.NO_MESSAGE);
        ack("t", new ReceiptHandle(0, Long.MAX_VALUE, 1, 0, "0", "x", 0, Long.MAX_VALUE))
                .answer(ResponseCode.NO_MESSAGE);
        ack("t", new ReceiptHandle(-1, 1, 1, 0, "0", "x", 0, 0)).answer(ResponseCode.NO_MESSAGE);
        change(good, -1).answer(ResponseCode.INVALID_PARAMETER);
        change(new ReceiptHandle(0, Long.MAX_VALUE, 1, 0, "0", "x", 0, 0), 1).answer(ResponseCode.NO_MESSAGE);
        ack("t", good).answer(ResponseCode.SUCCESS);
        ack("t", good).answer(ResponseCode.NO_MESSAGE);
    }

    @Test
    void badBatchesAreRefused() {
        batch(new BatchAck("cg", "t", "0", -5, 0, 0, 1, 1, List.of(-4L))).answer(ResponseCode.INVALID_PARAMETER);
        batch(new BatchAck("cg", "t", "0", 0, 9, 0, 1, 1, List.of(0L))).answer(ResponseCode.MESSAGE_ILLEGAL);
        batch(new BatchAck("cg", "nowhere", "0", 0, 0, 0, 1, 1, List.of(0L))).answer(ResponseCode.TOPIC_NOT_EXIST);
        Command empty = Command.request(RequestCode.BATCH_ACK_MESSAGE, new PollingInfoHeader("t", "cg"));
        ring.handle(empty).answer(ResponseCode.INVALID_PARAMETER);
        ring.handle(empty.withBody(new BatchAckBody(null, List.of()).encode())).answer(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void messagesDeletedWhileInFlightAreGivenUp() {
        ring.send("t", "a", "");
        popped(1);
        String body = "x".repeat(32 << 10);
        for (int i = 0; i < 2 * TestRing.SEGMENT_BYTES / body.length(); i++) {
            ring.send("t", body, "");
        }
        ring.deleteSegments();
        assertTrue(ring.view().minOffset("t", 0) > 0);
        ring.timer.advance(INVISIBLE_MS + 1);
        assertEquals(0, ring.view().pops().inFlight());
        assertEquals(1, ring.view().committedOffset("cg", "t", 0));
    }

    @Test
    void modesAreKept() {
        set(new SetRequestModeBody("t", "cg", RequestMode.POP, 3)).answer(ResponseCode.SUCCESS);
        set(new SetRequestModeBody("%RETRY%cg", "cg", RequestMode.POP, 3)).answer(ResponseCode.NO_PERMISSION);
        set(new SetRequestModeBody("no good name!", "cg", RequestMode.POP, 3)).answer(ResponseCode.INVALID_PARAMETER);
        Command all = ring.handle(RequestCode.GET_ALL_MESSAGE_REQUEST_MODE, new PollingInfoHeader("t", "cg"))
                .answer(ResponseCode.SUCCESS);
        assertEquals(
                List.of(new SetRequestModeBody("t", "cg", RequestMode.POP, 3)),
                RequestModeTable.decode(all.body()).modes());
        set(new SetRequestModeBody("t", "cg", RequestMode.PULL, 0)).answer(ResponseCode.SUCCESS);
        assertTrue(ring.view().pops().modes().isEmpty());
    }

    private Reply set(SetRequestModeBody body) {
        return ring.handle(Command.request(RequestCode.SET_MESSAGE_REQUEST_MODE, new PollingInfoHeader("t", "cg"))
                .withBody(body.encode()));
    }
}
