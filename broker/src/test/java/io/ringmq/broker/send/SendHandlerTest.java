package io.ringmq.broker.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.topic.AutoCreation;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.BatchEntry;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SendHandlerTest {
    private final TestRing ring = new TestRing();

    @Test
    void messageComesBackAsItWasSent() {
        ring.createTopic("t", 4);
        String properties = MessageProperties.encode(Map.of("KEYS", "k1", "UNIQ_KEY", "U1", "own", "x"));
        Command answer = ring.send("t", "hello", properties).answer(ResponseCode.SUCCESS);
        SendMessageResponseHeader sent = SendMessageResponseHeader.parse(answer);
        assertEquals(0, sent.queueOffset());
        assertEquals("U1", sent.transactionId());
        assertEquals("DefaultRegion", answer.fields().get("MSG_REGION"));
        assertEquals("true", answer.fields().get("TRACE_ON"));

        WireMessage stored = ring.messages("t").get(0);
        assertEquals("hello", TestRing.text(stored));
        assertEquals(7, stored.flag());
        assertEquals(ring.connection.remote(), stored.bornHost());
        assertEquals(TestRing.ADDRESS, stored.storeHost());
        assertEquals(ring.timer.millis(), stored.storeTimestampMs());
        assertEquals(sent.messageId(), MessageIds.encode(TestRing.ADDRESS, stored.physicalOffset()));
        Map<String, String> kept = MessageProperties.parse(stored.properties());
        assertEquals("k1", kept.get("KEYS"));
        assertEquals("x", kept.get("own"));
        assertEquals("DefaultCluster", kept.get("CLUSTER"));
    }

    @Test
    void offsetsCountUpPerQueueAndTimeNeverGoesBack() {
        ring.createTopic("t", 4);
        ring.send("t", "a", "");
        ring.timer.advance(-5_000);
        Command answer = ring.send("t", "b", "").answer(ResponseCode.SUCCESS);
        assertEquals(1, SendMessageResponseHeader.parse(answer).queueOffset());
        List<WireMessage> stored = ring.messages("t");
        assertEquals(1, stored.get(1).queueOffset());
        assertEquals(stored.get(0).storeTimestampMs(), stored.get(1).storeTimestampMs());
        assertNotNull(MessageProperties.find(stored.get(0).properties(), PropertyNames.UNIQ_KEY));
    }

    @Test
    void batchIsSeveralMessagesInOneAnswer() {
        ring.createTopic("t", 4);
        ByteBuffer body =
                BatchBody.encode(List.of(entry("a", "UNIQ_KEY\u0001A\u0002"), entry("b", "TAGS\u0001x\u0002")));
        SendMessageHeader single = TestRing.sendHeader("t", "UNIQ_KEY\u0001OUTER\u0002");
        Command answer = ring.handle(
                        Command.request(RequestCode.SEND_BATCH_MESSAGE, single).withBody(body))
                .answer(ResponseCode.SUCCESS);
        assertEquals(2, SendMessageResponseHeader.parse(answer).messageId().split(",").length);
        List<WireMessage> stored = ring.messages("t");
        assertEquals(List.of("a", "b"), stored.stream().map(TestRing::text).toList());
        assertEquals("A", MessageProperties.find(stored.get(0).properties(), PropertyNames.UNIQ_KEY));
        assertEquals(
                32,
                String.valueOf(MessageProperties.find(stored.get(1).properties(), "UNIQ_KEY"))
                        .length());
        for (WireMessage message : stored) {
            assertEquals("DefaultRegion", MessageProperties.find(message.properties(), "MSG_REGION"));
        }
    }

    @Test
    void aBatchesMessagesKeepTheirPropertiesAndLoseThoseOfNoUse() {
        ring.createTopic("t", 4);
        String plain = "UNIQ_KEY\u0001A\u0002KEYS\u0001k\u0002";
        String own =
                "UNIQ_KEY\u0001B\u0002WAIT\u0001true\u0002DELAY\u00013\u0002CLUSTER\u0001mine\u0002KEYS\u0001k\u0002";
        ByteBuffer body = BatchBody.encode(List.of(entry("a", plain), entry("b", own)));
        ring.handle(Command.request(RequestCode.SEND_BATCH_MESSAGE, TestRing.sendHeader("t", ""))
                        .withBody(body))
                .answer(ResponseCode.SUCCESS);
        List<Map<String, String>> properties = ring.messages("t").stream()
                .map(message -> MessageProperties.parse(message.properties()))
                .toList();
        assertEquals("A", properties.get(0).remove("UNIQ_KEY"));
        assertEquals("B", properties.get(1).remove("UNIQ_KEY"));
        assertEquals(
                Set.of("KEYS", "MSG_REGION", "TRACE_ON", "CLUSTER"),
                properties.get(0).keySet());
        assertEquals(properties.get(0), properties.get(1));
    }

    @Test
    void unknownTopicIsCreatedAfterItsModel() {
        ring.send("fresh", "a", "").answer(ResponseCode.SUCCESS);
        TopicConfig created = present(ring.view().topic("fresh"));
        assertEquals(4, created.writeQueues());
        assertEquals(TopicConfig.READ | TopicConfig.WRITE, created.permission());
        SendMessageHeader greedy =
                new SendMessageHeader("pg", "greedy", "TBW102", 100, -1, 0, 0, 0, "", 0, false, null, false);
        ring.handle(Command.request(RequestCode.SEND_MESSAGE_V2, greedy).withBody(new byte[1]))
                .answer(ResponseCode.SUCCESS);
        assertEquals(8, present(ring.view().topic("greedy")).writeQueues());
    }

    @Test
    void unknownTopicIsRefusedWithoutAutoCreation() {
        try (TestRing strict = new TestRing(new AutoCreation(false, 8, true))) {
            Command answer = strict.send("t", "a", "").answer(ResponseCode.TOPIC_NOT_EXIST);
            assertTrue(String.valueOf(answer.remark()).contains("topic[t] not exist"), answer.remark());
            assertNull(strict.view().topic("t"));
        }
    }

    @Test
    void eachBadInputHasItsCode() {
        ring.createTopic("t", 4);
        String tooBig = "x".repeat(TestRing.MAX_BODY_BYTES + 1);
        ring.send("t", tooBig, "").answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.send("t", "a", "KEYS\u0001" + "k".repeat(40_000) + "\u0002").answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.send("t", "a", "DELAY\u0001soon\u0002").answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.send("t", "a", "TRAN_MSG\u0001true\u0002").answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.send("t", "a", "TIMER_DELAY_SEC\u0001soon\u0002").answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.send("t", "a", "TRAN_MSG\u0001true\u0002PGROUP\u0001pg\u0002TIMER_DELAY_SEC\u00015\u0002")
                .answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.send("bad topic!", "a", "").answer(ResponseCode.INVALID_PARAMETER);
        ring.send("SCHEDULE_TOPIC_XXXX", "a", "").answer(ResponseCode.NO_PERMISSION);
        SendMessageHeader ninth = new SendMessageHeader("pg", "t", "TBW102", 4, 9, 0, 0, 0, "", 0, false, null, false);
        ring.handle(Command.request(RequestCode.SEND_MESSAGE_V2, ninth)).answer(ResponseCode.INVALID_PARAMETER);
        ring.handle(Command.request(RequestCode.SEND_BATCH_MESSAGE, TestRing.sendHeader("t", ""))
                        .withBody(new byte[3]))
                .answer(ResponseCode.MESSAGE_ILLEGAL);
        ring.handle(Command.request(RequestCode.SEND_MESSAGE, Map.of("topic", "t")))
                .answer(ResponseCode.INVALID_PARAMETER);
        assertEquals(0, ring.view().maxOffset("t", 0));
        ring.send("t", "still serving", "").answer(ResponseCode.SUCCESS);
    }

    @Test
    void fullDiskRefusesWithoutStoring() {
        ring.createTopic("t", 4);
        ring.closedBecause = "the broker's disk is full";
        Command answer = ring.send("t", "a", "").answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertTrue(String.valueOf(answer.remark()).contains("disk is full"), answer.remark());
        assertEquals("true", answer.fields().get(LeaderFields.WRITES_CLOSED));
        ring.closedBecause = null;
        ring.send("t", "a", "").answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.view().maxOffset("t", 0));
    }

    @Test
    void followerRefusesWithTheCodeEveryClientRetries() {
        ring.createTopic("t", 4);
        ring.stepDown();
        Command answer = ring.send("t", "a", "").answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertNull(answer.fields().get(LeaderFields.ADDRESS), "nobody leads now");
        assertTrue(String.valueOf(answer.remark()).contains("does not lead"), answer.remark());
    }

    @Test
    void sendToARetryTopicEndsInTheDeadLetterTopic() {
        SendMessageHeader last = new SendMessageHeader(
                "cg", "%RETRY%cg", "TBW102", 4, 0, 0, 0, 0, "DELAY\u00013\u0002", 17, false, 16, false);
        ring.handle(Command.request(RequestCode.SEND_MESSAGE_V2, last).withBody(new byte[] {1}))
                .answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.messages("%DLQ%cg").size());
        assertEquals(0, ring.view().maxOffset("%RETRY%cg", 0));
        assertEquals(0, ring.view().maxOffset("SCHEDULE_TOPIC_XXXX", 2));
    }

    private static BatchEntry entry(String body, String properties) {
        return new BatchEntry(0, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), properties);
    }

    private static TopicConfig present(@Nullable TopicConfig topic) {
        return Objects.requireNonNull(topic);
    }
}
