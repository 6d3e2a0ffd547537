package io.ringmq.remoting.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonInTest {
    private static ByteBuffer utf8(String json) {
        return StandardCharsets.UTF_8.encode(json);
    }

    @Test
    void skipsUnknownMembersAndTakesNullForAbsent() {
        HeartbeatBody heartbeat = HeartbeatBody.decode(
                utf8("{\"new\":{\"deep\":[1,{\"a\":null}]},\"clientID\":\"c\",\"consumerDataSet\":null}"));
        assertEquals("c", heartbeat.clientId());
        assertTrue(heartbeat.consumers().isEmpty());
    }

    @Test
    void namesTheMissingMember() {
        MalformedBodyException e =
                assertThrows(MalformedBodyException.class, () -> HeartbeatBody.decode(utf8("{\"withoutSub\":true}")));
        assertTrue(e.toString().contains("clientID"), e.toString());
    }

    @Test
    void namesThePlaceOfAWrongType() {
        MalformedBodyException e = assertThrows(
                MalformedBodyException.class,
                () -> HeartbeatBody.decode(utf8("{\"clientID\":\"c\",\"producerDataSet\":[{\"groupName\":[]}]}")));
        assertTrue(e.toString().contains("/producerDataSet/0/groupName"), e.toString());
    }

    @Test
    void readsEnumsByOrdinalAsCppClientsSendThem() {
        ConsumerData consumer = HeartbeatBody.decode(
                        utf8("{\"clientID\":\"c\",\"consumerDataSet\":[{\"groupName\":\"g\",\"consumeType\":1,"
                                + "\"messageModel\":1,\"consumeFromWhere\":0}]}"))
                .consumers()
                .get(0);
        assertEquals(ConsumeType.CONSUME_PASSIVELY, consumer.consumeType());
        assertEquals(MessageModel.CLUSTERING, consumer.messageModel());
    }

    @Test
    void refusesDeepNestingAndTrailingBytes() {
        String deep = "[".repeat(1000) + "]".repeat(1000);
        assertThrows(MalformedBodyException.class, () -> KvTable.decode(utf8("{\"x\":" + deep + "}")));
        assertThrows(MalformedBodyException.class, () -> KvTable.decode(utf8("{\"table\":{}} {}")));
    }

    @Test
    void refusesABodyAboveItsBound() {
        ByteBuffer large = ByteBuffer.allocate(JsonIn.MAX_BODY_BYTES + 1);
        assertThrows(MalformedBodyException.class, () -> KvTable.decode(large));
    }

    @Test
    void refusesNumbersOutOfRange() {
        String lock = "{\"clientId\":\"c\",\"consumerGroup\":\"g\",\"mqSet\":[{\"topic\":\"T\",\"brokerName\":\"b\","
                + "\"queueId\":%s}]}";
        assertThrows(MalformedBodyException.class, () -> LockBatchBody.decode(utf8(lock.formatted("2147483648"))));
        assertThrows(
                MalformedBodyException.class, () -> LockBatchBody.decode(utf8(lock.formatted("99999999999999999999"))));
    }

    @Test
    void readsObjectKeysQuotedOrNot() {
        MessageQueue odd = new MessageQueue("a}\"\\{,", "b\u00e4", 2);
        ResetOffsetBody body = new ResetOffsetBody(Map.of(odd, 7L, new MessageQueue("T", "b", 0), 8L));
        assertEquals(body, ResetOffsetBody.decode(ByteBuffer.wrap(body.encode())));
        String quoted =
                "{\"offsetTable\":{\"{\\\"brokerName\\\":\\\"b\\\",\\\"queueId\\\":0,\\\"topic\\\":\\\"T\\\"}\":8}}";
        assertEquals(
                new ResetOffsetBody(Map.of(new MessageQueue("T", "b", 0), 8L)), ResetOffsetBody.decode(utf8(quoted)));
    }
}
