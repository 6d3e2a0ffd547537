package io.ringmq.remoting.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Zlib with a bound on what comes out, for message bodies and for broker registrations. */
public final class Compression {
    private static final int FIRST_BUFFER_BYTES = 8 * 1024;

    private Compression() {}

    /**
     * Body of a message as the user sent it: the same buffer if it is not compressed.
     *
     * @throws MalformedMessageException if it is compressed by LZ4 or ZSTD, is no zlib stream, or exceeds the bound
     */
    public static ByteBuffer plainBody(int sysFlag, ByteBuffer body, int maxBytes) {
        if ((sysFlag & SysFlags.COMPRESSED) == 0) {
            return body;
        }
        int type = sysFlag & SysFlags.COMPRESSION_TYPE_MASK;
        if (type != 0 && type != SysFlags.COMPRESSION_ZLIB) {
            throw new MalformedMessageException(
                    "message compression type 0x" + Integer.toHexString(type) + " is not supported; only zlib is");
        }
        return ByteBuffer.wrap(inflate(body, maxBytes));
    }

    /**
     * Inflates one zlib stream; the position of {@code compressed} stays.
     *
     * @throws MalformedMessageException if the stream is broken, cut off, or yields more than {@code maxBytes}
     */
    public static byte[] inflate(ByteBuffer compressed, int maxBytes) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed.duplicate());
            return drain(inflater, maxBytes);
        } catch (DataFormatException e) {
            throw new MalformedMessageException("not a zlib stream: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static byte[] drain(Inflater inflater, int maxBytes) throws DataFormatException {
        byte[] plain = new byte[Math.min(FIRST_BUFFER_BYTES, maxBytes)];
        int size = 0;
        while (!inflater.finished()) {
            if (size == plain.length) {
                // One byte beyond the bound tells a stream that ends there from one that does not.
                plain = Arrays.copyOf(plain, (int) Math.min(2L * size + 1, maxBytes + 1L));
            }
            int got = inflater.inflate(plain, size, plain.length - size);
            size += got;
            if (size > maxBytes) {
                throw new MalformedMessageException("the zlib stream yields more than " + maxBytes + " bytes");
            }
            if (got == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                throw new MalformedMessageException("the zlib stream is cut off");
            }
        }
        return Arrays.copyOf(plain, size);
    }

    /** One zlib stream of these bytes at the given level, 0 to 9. */
    public static byte[] deflate(ByteBuffer plain, int level) {
        Deflater deflater = new Deflater(level);
        try {
            deflater.setInput(plain.duplicate());
            deflater.finish();
            byte[] compressed = new byte[Math.max(64, plain.remaining() / 2)];
            int size = 0;
            while (!deflater.finished()) {
                if (size == compressed.length) {
                    compressed = Arrays.copyOf(compressed, 2 * size);
                }
                size += deflater.deflate(compressed, size, compressed.length - size);
            }
            return Arrays.copyOf(compressed, size);
        } finally {
            deflater.end();
        }
    }
}
