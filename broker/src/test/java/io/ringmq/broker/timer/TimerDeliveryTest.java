package io.ringmq.broker.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.header.RecallMessageHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.header.ViewMessageHeader;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.BatchEntry;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.RecallHandle;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerDeliveryTest {
    private final TestRing ring = new TestRing();

    @BeforeEach
    void makeTopic() {
        ring.createTopic("t", 4);
    }

    private static String property(String name, Object value) {
        return name + "\u0001" + value + "\u0002";
    }

    private SendMessageResponseHeader send(String body, String properties) {
        return SendMessageResponseHeader.parse(ring.send("t", body, properties).answer(ResponseCode.SUCCESS));
    }

    private Command recall(String topic, String handle) {
        return ring.handle(RequestCode.RECALL_MESSAGE, new RecallMessageHeader("pg", topic, handle))
                .answer();
    }

    private long delivered() {
        return ring.view().maxOffset("t", 0);
    }

    @Test
    void itComesToTheMillisecondAndAsItWas() {
        SendMessageResponseHeader sent =
                send("a", property("TIMER_DELAY_MS", 1_234) + property("TAGS", "red") + property("UNIQ_KEY", "U"));
        assertEquals(0, sent.queueOffset());
        ring.timer.advance(1_233);
        assertEquals(0, delivered());
        ring.timer.advance(1);
        WireMessage message = ring.messages("t").get(0);
        assertEquals("a", TestRing.text(message));
        assertEquals(ring.timer.millis(), message.storeTimestampMs());
        assertEquals("U", MessageProperties.find(message.properties(), "UNIQ_KEY"));
        assertEquals("1234", MessageProperties.find(message.properties(), "TIMER_DELAY_MS"));
        assertEquals(
                1,
                TestRing.messages(ring.pull(TestRing.pullHeader("t", 0, "red")).answer(ResponseCode.SUCCESS))
                        .size());
        assertEquals(0, ring.view().timers().pending());
    }

    @Test
    void manyComeInTheOrderOfTheirTimes() {
        for (int i = 0; i < 1_000; i++) {
            send("m" + i, property("TIMER_DELIVER_MS", ring.timer.millis() + 1_000 - i));
        }
        ring.timer.advance(500);
        assertEquals(500, delivered());
        ring.timer.advance(500);
        assertEquals(1_000, delivered());
        assertEquals("m999", TestRing.text(ring.messages("t").get(0)));
    }

    @Test
    void anEarlierOneIsNotHeldUpByALaterOne() {
        send("late", property("TIMER_DELAY_MS", 9_000));
        send("early", property("TIMER_DELAY_MS", 5));
        ring.timer.advance(5);
        assertEquals("early", TestRing.text(ring.messages("t").get(0)));
        assertEquals(1, ring.view().timers().pending());
    }

    @Test
    void whatIsDueByNowIsAnOrdinaryMessage() {
        SendMessageResponseHeader sent = send("a", property("TIMER_DELIVER_MS", ring.timer.millis()));
        assertNull(sent.recallHandle());
        assertEquals(1, delivered());
    }

    @Test
    void itsBytesMayBeGoneFromTheLog() {
        send("a", property("TIMER_DELAY_SEC", 3_600));
        for (int i = 0; i < 60; i++) {
            send("x".repeat(TestRing.MAX_BODY_BYTES), "");
        }
        ring.deleteSegments();
        long before = delivered();
        ring.timer.advance(3_600_000);
        assertEquals(before + 1, delivered());
        List<WireMessage> last = TestRing.messages(
                ring.pull(TestRing.pullHeader("t", before, "*")).answer(ResponseCode.SUCCESS));
        assertEquals("a", TestRing.text(last.get(0)));
    }

    @Test
    void onlyTheLeaderDelivers() {
        send("a", property("TIMER_DELAY_MS", 1_000));
        ring.stepDown();
        ring.timer.advance(3_600_000);
        assertEquals(0, delivered());
        assertEquals(0, ring.timer.pending(), "nothing runs on a follower");
    }

    @Test
    void aRecalledMessageDoesNotCome() {
        SendMessageResponseHeader sent = send("a", property("TIMER_DELAY_MS", 1_000) + property("UNIQ_KEY", "U"));
        String handle = Objects.requireNonNull(sent.recallHandle());
        assertEquals(new RecallHandle("t", "ring-0", ring.timer.millis() + 1_000, "U"), RecallHandle.parse(handle));
        Command answer = recall("t", handle);
        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals("U", answer.fields().get("msgId"));
        assertEquals(
                ResponseCode.SUCCESS, recall("t", handle).code(), "once more, since the answer may have been lost");
        ring.timer.advance(2_000);
        assertEquals(0, delivered());
    }

    @Test
    void aRecallAfterDeliveryIsRefused() {
        String handle = Objects.requireNonNull(
                send("a", property("TIMER_DELAY_MS", 1_000)).recallHandle());
        ring.timer.advance(1_000);
        Command answer = recall("t", handle);
        assertEquals(ResponseCode.ILLEGAL_OPERATION, answer.code());
        assertTrue(String.valueOf(answer.remark()).contains("timestamp invalid"), answer.remark());
        assertEquals(1, delivered());
    }

    @Test
    void aFollowerRefusesARecall() {
        String handle = Objects.requireNonNull(
                send("a", property("TIMER_DELAY_MS", 60_000)).recallHandle());
        ring.stepDown();
        ring.timer.advance(3_000);
        assertNotEquals(ResponseCode.SUCCESS, recallLater("t", handle).code());
    }

    private Command recallLater(String topic, String handle) {
        Reply reply = ring.handle(RequestCode.RECALL_MESSAGE, new RecallMessageHeader("pg", topic, handle));
        ring.timer.advance(5_000);
        return reply.answer();
    }

    @Test
    void tooLateATimeIsRefusedAndNothingStored() {
        Command answer = ring.send("t", "a", property("TIMER_DELAY_MS", TestRing.MAX_DELAY_MS + 1))
                .answer(ResponseCode.MESSAGE_ILLEGAL);
        assertTrue(String.valueOf(answer.remark()).contains("max delay 3600000ms"), answer.remark());
        assertEquals(0, ring.view().timers().pending());
    }

    @Test
    void aBatchHoldsNoTimedMessages() {
        String timed = property("TIMER_DELAY_MS", 1_000);
        ByteBuffer body =
                BatchBody.encode(List.of(new BatchEntry(0, ByteBuffer.wrap(new byte[] {1}), ""), entry(timed)));
        batch(body, "").answer(ResponseCode.MESSAGE_ILLEGAL);
        batch(BatchBody.encode(List.of(entry(""))), timed).answer(ResponseCode.MESSAGE_ILLEGAL);
        batch(BatchBody.encode(List.of(entry(""))), "").answer(ResponseCode.SUCCESS);
        assertEquals(1, delivered());
        assertEquals(0, ring.view().timers().pending());
    }

    private static BatchEntry entry(String properties) {
        return new BatchEntry(0, ByteBuffer.wrap(new byte[] {1}), properties);
    }

    private Reply batch(ByteBuffer body, String properties) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return ring.handle(Command.request(RequestCode.SEND_BATCH_MESSAGE, TestRing.sendHeader("t", properties))
                .withBody(bytes));
    }

    @Test
    void aDeletedTopicTakesItsMessagesAlong() {
        ring.createTopic("gone", 1);
        ring.send("gone", "a", property("TIMER_DELAY_MS", 1_000)).answer(ResponseCode.SUCCESS);
        send("b", property("TIMER_DELAY_MS", 1_000));
        ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("gone"))
                .answer(ResponseCode.SUCCESS);
        ring.timer.advance(1_000);
        assertEquals(1, delivered());
        assertEquals(0, ring.view().timers().pending());
    }

    @Test
    void aQueueThatIsNoMoreIsReplaced() {
        Command request = Command.request(
                RequestCode.SEND_MESSAGE_V2,
                new SendMessageHeader(
                        "pg", "t", "TBW102", 4, 3, 0, 0, 0, property("TIMER_DELAY_MS", 1_000), 0, false, null, false));
        ring.handle(request).answer(ResponseCode.SUCCESS);
        ring.handle(
                        RequestCode.UPDATE_AND_CREATE_TOPIC,
                        new CreateTopicHeader("t", "TBW102", 2, 2, 6, "SINGLE_TAG", 0, false, null))
                .answer(ResponseCode.SUCCESS);
        ring.timer.advance(1_000);
        assertEquals(1, ring.view().maxOffset("t", 1));
    }

    @Test
    void itCanBeViewedWhileItWaits() {
        SendMessageResponseHeader sent = send("a", property("TIMER_DELAY_MS", 1_000));
        long position = MessageIds.decode(sent.messageId()).physicalOffset();
        Command view = ring.handle(RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageHeader("t", position))
                .answer(ResponseCode.SUCCESS);
        assertNotNull(view.body());
        assertEquals("a", TestRing.text(TestRing.messages(view).get(0)));
    }
}
