package io.ringmq.remoting.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bodies of requests about popping, as the official classes of 5.5.0 write them. */
class PopBodiesTest {
    private static ByteBuffer json(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void batchAck() {
        String text = "{\"acks\":[{\"b\":\"AQI=\",\"c\":\"g\",\"it\":60000,\"pt\":5,\"q\":0,\"r\":\"0\","
                + "\"rq\":1,\"so\":10,\"t\":\"T\"}],\"brokerName\":\"b0\"}";
        BatchAck ack = new BatchAck("g", "T", "0", 10, 0, 1, 5, 60_000, List.of(10L, 19L));
        BatchAckBody body = new BatchAckBody("b0", List.of(ack));
        assertEquals(body, BatchAckBody.decode(json(text)));
        assertEquals(text, text(body.encode()));
        assertThrows(MalformedBodyException.class, () -> BatchAckBody.decode(json(text.replace("AQI=", "no base64!"))));
        assertThrows(
                MalformedBodyException.class,
                () -> BatchAckBody.decode(json(text.replace("AQI=", "A".repeat(1 << 20)))));
    }

    @Test
    void assignment() {
        String text = "{\"messageQueueAssignments\":[{\"messageQueue\":{\"brokerName\":\"b0\",\"queueId\":-1,"
                + "\"topic\":\"T\"},\"mode\":\"POP\"}]}";
        QueryAssignmentResponseBody body = new QueryAssignmentResponseBody(
                List.of(new QueueAssignment(new MessageQueue("T", "b0", -1), RequestMode.POP)));
        assertEquals(body, QueryAssignmentResponseBody.decode(json(text)));
        assertEquals(text, text(body.encode()));
        QueryAssignmentBody asked = new QueryAssignmentBody("T", "g", "c", "AVG", MessageModel.CLUSTERING);
        assertEquals(asked, QueryAssignmentBody.decode(ByteBuffer.wrap(asked.encode())));
        assertThrows(MalformedBodyException.class, () -> QueryAssignmentBody.decode(json("{\"topic\":\"T\"}")));
    }

    @Test
    void modes() {
        SetRequestModeBody mode = new SetRequestModeBody("T", "g", RequestMode.POP, 8);
        String text = "{\"consumerGroup\":\"g\",\"mode\":\"POP\",\"popShareQueueNum\":8,\"topic\":\"T\"}";
        assertEquals(text, text(mode.encode()));
        assertEquals(mode, SetRequestModeBody.decode(json(text)));
        RequestModeTable table = new RequestModeTable(List.of(mode));
        assertEquals("{\"messageRequestModeMap\":{\"T\":{\"g\":" + text + "}}}", text(table.encode()));
        assertEquals(table, RequestModeTable.decode(ByteBuffer.wrap(table.encode())));
    }
}
