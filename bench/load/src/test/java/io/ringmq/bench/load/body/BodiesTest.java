package io.ringmq.bench.load.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class BodiesTest {
    @Test
    void headSaysWhoSentItAndWhen() {
        Bodies.Source source = new Bodies(0xabcd, 100).source(3);
        source.next(1);
        ByteBuffer received = ByteBuffer.allocate(120).position(20);
        received.put(source.next(42)).flip().position(20);

        assertEquals(new MessageId(0xabcd, 3, 1), MessageId.of(received));
        assertEquals(0xabcd, MessageId.sessionOf(received));
        assertEquals(42, MessageId.timeNsOf(received));
        assertEquals("abcd-3-1", MessageId.of(received).toString());
        assertEquals(2, source.count());
        assertEquals(new MessageId(0xabcd, 3, 2), source.nextId());
    }

    @Test
    void batchOfBodiesDoesNotCompress() {
        Bodies.Source source = new Bodies(1, 1024).source(0);
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (int i = 0; i < 32; i++) {
            batch.writeBytes(source.next(i));
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(batch.toByteArray());
        deflater.finish();
        int compressedBytes = deflater.deflate(new byte[2 * batch.size()]);
        deflater.end();
        assertTrue(compressedBytes > batch.size() * 0.97, compressedBytes + " of " + batch.size());
    }

    @Test
    void sizesThatCannotHoldTheHeadAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Bodies(1, MessageId.HEAD_BYTES - 1));
        assertThrows(IllegalArgumentException.class, () -> MessageId.of(ByteBuffer.allocate(5)));
        assertEquals(
                MessageId.HEAD_BYTES,
                new Bodies(1, MessageId.HEAD_BYTES).source(0).next(0).length);
    }
}
