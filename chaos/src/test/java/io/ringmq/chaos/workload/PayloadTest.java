package io.ringmq.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void idAndChecksumAreReadFromTheBody() {
        Payload payload = Payload.of("single0-17", new Random(1));
        ByteBuffer body = ByteBuffer.allocate(payload.body().remaining());
        body.put(payload.body().duplicate()).flip();
        assertEquals("single0-17", Payload.id(body));
        assertEquals(payload.crc(), Payload.crc(body));
        assertEquals(0, body.position());
        body.put(20, (byte) (body.get(20) ^ 1));
        assertNotEquals(payload.crc(), Payload.crc(body));
    }

    @Test
    void aBodyWithoutAnIdGetsANameWithoutSpaces() {
        assertTrue(Payload.id(ByteBuffer.wrap(new byte[100])).startsWith("no-id-"));
        assertTrue(Payload.id(ByteBuffer.allocate(0)).startsWith("no-id-"));
    }
}
