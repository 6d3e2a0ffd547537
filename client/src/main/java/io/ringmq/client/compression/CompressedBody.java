package io.ringmq.client.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.ringmq.remoting.message.MalformedMessageException;
import io.ringmq.remoting.message.SysFlags;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import org.jspecify.annotations.Nullable;

/**
 * A body as it travels when it is compressed, and the bits that say how. Stock clients write and read the same: an LZ4
 * frame, a Zstandard frame, or a zlib stream.
 *
 * @param sysFlag bits of {@link SysFlags}
 */
public record CompressedBody(ByteBuffer bytes, int sysFlag) {
    /** Largest Zstandard window that is read, as a power of two; a frame asks for the memory before it yields a byte. */
    private static final int MAX_WINDOW_LOG = 26;

    private static final int ZSTD_LEVEL = 3;
    private static final int FIRST_BUFFER_BYTES = 16 << 10;

    /** Compresses a body; null if it does not get smaller. */
    public static @Nullable CompressedBody of(ByteBuffer plain, Compression compression) {
        CompressedBody compressed = switch (compression) {
            case NONE -> null;
            case LZ4 -> new CompressedBody(lz4(plain), SysFlags.COMPRESSED | SysFlags.COMPRESSION_LZ4);
            case ZSTD ->
                new CompressedBody(
                        ByteBuffer.wrap(Zstd.compress(bytes(plain), ZSTD_LEVEL)),
                        SysFlags.COMPRESSED | SysFlags.COMPRESSION_ZSTD);
        };
        return compressed != null && compressed.bytes.remaining() < plain.remaining() ? compressed : null;
    }

    /**
     * The body that the sender gave: the same buffer if it is not compressed.
     *
     * @param sysFlag the message's
     * @throws MalformedMessageException if it is not what the flag says, or yields more than {@code maxBytes}
     */
    public static ByteBuffer plain(int sysFlag, ByteBuffer body, int maxBytes) {
        if ((sysFlag & SysFlags.COMPRESSED) == 0) {
            return body;
        }
        int type = sysFlag & SysFlags.COMPRESSION_TYPE_MASK;
        try {
            return switch (type) {
                case SysFlags.COMPRESSION_LZ4 -> drain(new LZ4FrameInputStream(input(body)), maxBytes);
                case SysFlags.COMPRESSION_ZSTD ->
                    drain(new ZstdInputStream(input(body)).setLongMax(MAX_WINDOW_LOG), maxBytes);
                default -> io.ringmq.remoting.message.Compression.plainBody(sysFlag, body, maxBytes);
            };
        } catch (IOException e) {
            throw new MalformedMessageException(
                    "the body is not compressed as its flag 0x" + Integer.toHexString(type) + " says: "
                            + e.getMessage(),
                    e);
        }
    }

    private static ByteBuffer lz4(ByteBuffer plain) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
        try (LZ4FrameOutputStream out = new LZ4FrameOutputStream(frame, blockSize(plain.remaining()))) {
            out.write(bytes(plain));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return ByteBuffer.wrap(frame.toByteArray());
    }

    /** The smallest that holds a body in one block: the stream allocates two of them. */
    private static BLOCKSIZE blockSize(int bytes) {
        if (bytes <= 64 << 10) {
            return BLOCKSIZE.SIZE_64KB;
        }
        return bytes <= 256 << 10 ? BLOCKSIZE.SIZE_256KB : BLOCKSIZE.SIZE_1MB;
    }

    private static ByteBuffer drain(InputStream stream, int maxBytes) throws IOException {
        try (stream) {
            byte[] plain = new byte[Math.min(FIRST_BUFFER_BYTES, maxBytes)];
            int size = 0;
            for (int got = 0; got >= 0; got = stream.read(plain, size, plain.length - size)) {
                size += got;
                if (size > maxBytes) {
                    throw new MalformedMessageException("the compressed body yields more than " + maxBytes + " bytes");
                }
                if (size == plain.length) {
                    // One byte beyond the bound tells a body that ends there from one that does not.
                    plain = Arrays.copyOf(plain, (int) Math.min(2L * size + 1, maxBytes + 1L));
                }
            }
            return ByteBuffer.wrap(plain, 0, size).slice();
        }
    }

    private static InputStream input(ByteBuffer body) {
        return body.hasArray()
                ? new ByteArrayInputStream(body.array(), body.arrayOffset() + body.position(), body.remaining())
                : new ByteArrayInputStream(bytes(body));
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }
}
