package io.ringmq.store.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordFormatTest {

    private record Text(byte type, String text) implements ProposedRecord {
        @Override
        public int payloadBytes() {
            return text.length();
        }

        @Override
        public void writePayload(ByteBuffer dst) {
            dst.put(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private record Liar(int payloadBytes) implements ProposedRecord {
        @Override
        public byte type() {
            return 1;
        }

        @Override
        public void writePayload(ByteBuffer dst) {
            dst.put((byte) 7);
        }
    }

    private static ByteBuffer body(ProposedRecord... records) {
        int size = 0;
        for (ProposedRecord record : records) {
            size += RecordFormat.sizeOf(record);
        }
        ByteBuffer body = ByteBuffer.allocate(size);
        for (ProposedRecord record : records) {
            RecordFormat.write(record, body);
        }
        return body.flip();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    @Test
    void theBytesOfARecordNeverChange() {
        assertEquals(
                "0000000302000001" + "2af95e74" + "616263",
                HexFormat.of().formatHex(bytes(body(new Text((byte) 2, "abc")))));
    }

    @Test
    void readsBackWhatWasWritten() {
        RecordReader reader = new RecordReader(body(new Text((byte) 1, "first"), new Text((byte) 127, "")));
        assertTrue(reader.next());
        assertEquals(1, reader.type());
        assertEquals(RecordFormat.HEADER_BYTES, reader.payloadPosition());
        assertEquals("first", StandardCharsets.US_ASCII.decode(reader.payload()).toString());
        assertTrue(reader.next());
        assertEquals(127, reader.type());
        assertEquals(2 * RecordFormat.HEADER_BYTES + 5, reader.payloadPosition());
        assertEquals(0, reader.payload().remaining());
        assertFalse(reader.next());
    }

    @Test
    void offsetsAreCountedFromThePositionOfTheBody() {
        ByteBuffer padded = ByteBuffer.allocate(64).position(10);
        RecordFormat.write(new Text((byte) 3, "x"), padded);
        RecordReader reader = new RecordReader(padded.flip().position(10));
        assertTrue(reader.next());
        assertEquals(RecordFormat.HEADER_BYTES, reader.payloadPosition());
        assertEquals('x', reader.payload().get(0));
    }

    @Test
    void everyFlippedBitIsFound() {
        ByteBuffer good = body(new Text((byte) 5, "some payload"));
        for (int bit = 0; bit < good.limit() * 8; bit++) {
            ByteBuffer bad = ByteBuffer.wrap(bytes(good));
            bad.put(bit / 8, (byte) (bad.get(bit / 8) ^ (1 << (bit % 8))));
            RecordReader reader = new RecordReader(bad);
            assertThrows(MalformedRecordException.class, reader::next, "bit " + bit);
        }
    }

    @Test
    void everyCutIsFound() {
        ByteBuffer good = body(new Text((byte) 5, "some payload"));
        for (int size = 1; size < good.limit(); size++) {
            RecordReader reader = new RecordReader(good.duplicate().limit(size));
            assertThrows(MalformedRecordException.class, reader::next, "cut at " + size);
        }
    }

    @Test
    void aRecordThatLiesAboutItsSizeIsAProgrammerError() {
        ByteBuffer dst = ByteBuffer.allocate(64);
        assertThrows(IllegalStateException.class, () -> RecordFormat.write(new Liar(2), dst));
        assertThrows(IllegalStateException.class, () -> RecordFormat.write(new Liar(-1), dst));
        assertThrows(IllegalStateException.class, () -> RecordFormat.write(new Text((byte) 0, ""), dst));
        RecordReader reader = new RecordReader(ByteBuffer.allocate(0));
        assertThrows(IllegalStateException.class, reader::type);
    }
}
