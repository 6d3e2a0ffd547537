package io.ringmq.client.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.ringmq.remoting.message.MalformedMessageException;
import io.ringmq.remoting.message.SysFlags;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedBodyTest {
    private static final byte[] REPETITIVE =
            "a body that repeats itself. ".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void aBodySurvivesTheRoundTrip(Compression compression) {
        for (int size : new int[] {200, 64 << 10, 65_537, 300_000, REPETITIVE.length}) {
            ByteBuffer plain = ByteBuffer.wrap(REPETITIVE, 0, size).asReadOnlyBuffer();
            CompressedBody compressed = CompressedBody.of(plain, compression);
            assertNotNull(compressed);
            assertEquals(size, plain.remaining(), "the position stays");
            assertTrue(compressed.bytes().remaining() < size / 2);
            assertEquals(plain, CompressedBody.plain(compressed.sysFlag(), compressed.bytes(), size));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatDoesNotGetSmallerStaysAsItIs(Compression compression) {
        byte[] random = new byte[10_000];
        new Random(1).nextBytes(random);
        assertNull(CompressedBody.of(ByteBuffer.wrap(random), compression));
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void aBodyThatYieldsMoreThanTheBoundIsRefused(Compression compression) {
        CompressedBody bomb = CompressedBody.of(ByteBuffer.wrap(new byte[8 << 20]), compression);
        assertNotNull(bomb);
        MalformedMessageException e = assertThrows(
                MalformedMessageException.class,
                () -> CompressedBody.plain(bomb.sysFlag(), bomb.bytes(), (8 << 20) - 1));
        assertTrue(String.valueOf(e.getMessage()).contains("more than"), e::toString);
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void damagedBytesAreMalformed(Compression compression) {
        CompressedBody whole = CompressedBody.of(ByteBuffer.wrap(REPETITIVE, 0, 10_000), compression);
        assertNotNull(whole);
        ByteBuffer cut = whole.bytes().slice(0, whole.bytes().remaining() - 8);
        ByteBuffer garbage = ByteBuffer.wrap(new byte[100]);
        for (ByteBuffer bad : new ByteBuffer[] {cut, garbage}) {
            assertThrows(MalformedMessageException.class, () -> CompressedBody.plain(whole.sysFlag(), bad, 1 << 20));
        }
    }

    @Test
    void whatIsNotCompressedIsTheSameBuffer() {
        ByteBuffer body = ByteBuffer.wrap(new byte[10]);
        assertSame(body, CompressedBody.plain(0, body, 5));
        assertNull(CompressedBody.of(body, Compression.NONE));
    }

    /** Stock producers write through these streams. */
    @Test
    void whatStockStreamsWriteIsRead() throws IOException {
        byte[] body = new byte[20_000];
        assertArrayEquals(body, read(SysFlags.COMPRESSION_LZ4, LZ4FrameOutputStream::new, body));
        assertArrayEquals(body, read(SysFlags.COMPRESSION_ZSTD, ZstdOutputStream::new, body));
    }

    @FunctionalInterface
    private interface StreamOver {
        OutputStream open(OutputStream target) throws IOException;
    }

    private static byte[] read(int type, StreamOver stream, byte[] body) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = stream.open(compressed)) {
            out.write(body);
        }
        ByteBuffer bytes = ByteBuffer.wrap(compressed.toByteArray());
        ByteBuffer plain = CompressedBody.plain(SysFlags.COMPRESSED | type, bytes, body.length);
        byte[] copy = new byte[plain.remaining()];
        plain.get(copy);
        return copy;
    }
}
