package io.ringmq.remoting.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies about the progress of consumers, in the texts that the official classes write. */
class ConsumerOffsetBodiesTest {
    private static final MessageQueue QUEUE = new MessageQueue("t", "b", 3);
    private static final String KEY = "{\"brokerName\":\"b\",\"queueId\":3,\"topic\":\"t\"}";

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] encoded) {
        return new String(encoded, StandardCharsets.UTF_8);
    }

    @Test
    void offsetsOfAClient() {
        String official = "{\"consumerTable\":{},\"messageQueueTable\":{" + KEY + ":7}}";
        ClientOffsetsBody body = new ClientOffsetsBody(Map.of(QUEUE, 7L));
        assertEquals(body, ClientOffsetsBody.decode(utf8(official)));
        assertEquals("{\"messageQueueTable\":{" + KEY + ":7}}", text(body.encode()));
        assertThrows(MalformedBodyException.class, () -> ClientOffsetsBody.decode(utf8("{\"messageQueueTable\":7}")));
    }

    @Test
    void offsetsOfAllClients() {
        String official = "{\"consumerTable\":{\"c\":{" + KEY + ":7}},\"messageQueueTable\":{}}";
        ConsumerStatusBody body = new ConsumerStatusBody(Map.of("c", Map.of(QUEUE, 7L)));
        assertEquals(body, ConsumerStatusBody.decode(utf8(official)));
        assertEquals("{\"consumerTable\":{\"c\":{" + KEY + ":7}}}", text(body.encode()));
    }

    @Test
    void aResetForClientsInCpp() {
        String official = "{\"offsetTable\":[{\"brokerName\":\"b\",\"offset\":7,\"queueId\":3,\"topic\":\"t\"}]}";
        ResetOffsetListBody body = new ResetOffsetListBody(Map.of(QUEUE, 7L));
        assertEquals(body, ResetOffsetListBody.decode(utf8(official)));
        assertEquals(official, text(body.encode()));
    }

    @Test
    void corrections() {
        assertEquals("{\"correctionOffsets\":{\"0\":5}}", text(new CorrectionOffsetsBody(Map.of(0, 5L)).encode()));
    }
}
