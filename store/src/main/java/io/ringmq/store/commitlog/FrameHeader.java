package io.ringmq.store.commitlog;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header in front of each body. All numbers are big-endian.
 *
 * <pre>
 *  byte  size  field
 *  ----  ----  ------------------------------------------------------------------------------------
 *     0     4  magic and version, 0x524D5131 ("RMQ1")
 *     4     4  frame length: header, body and padding, a multiple of 8
 *     8     8  index (PAD: index of the entry before it)
 *    16     8  term (PAD: term of the entry before it)
 *    24     8  term of the entry before this one
 *    32     8  physical offset of this frame
 *    40     1  type: 0 DATA, 1 CONF, 2 NOOP, 3 PAD
 *    41     1  flags, 0
 *    42     2  header length, 64
 *    44     4  record count
 *    48     4  body length
 *    52     4  CRC32C of the body
 *    56     4  header CRC of the entry before this one (the chain)
 *    60     4  CRC32C of bytes 0 to 59
 * </pre>
 *
 * <p>The previous term and the chain keep recovery from taking in a stale frame: a new leader may replace uncommitted
 * entries by entries of an <em>older</em> term (Raft paper, figure 7), so that an old frame left behind the new ones
 * can have the right index, the right place, a good checksum and a term that does not decrease. PAD frames carry the
 * chain but are no link of it, so the chain is the same function of the entries whatever the layout.
 */
record FrameHeader(
        int frameBytes,
        long index,
        long term,
        long previousTerm,
        long offset,
        FrameType type,
        int recordCount,
        int bodyBytes,
        int bodyCrc,
        int previousHeaderCrc,
        int headerCrc) {

    static final int BYTES = 64;
    static final int ALIGNMENT_BYTES = 8;
    static final int OFFSET_POSITION = 32;
    private static final int MAGIC = 0x524D5131;
    private static final int CHECKED_BYTES = 60;

    /** Bytes a frame with such a body takes; a long because the sum may exceed an int. */
    static long frameBytes(long bodyBytes) {
        return (BYTES + bodyBytes + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    }

    /** Writes the header of an entry after {@code previous} at the position of {@code dst}; returns the header's CRC. */
    static int encode(FrameInput input, ChainPoint previous, long offset, ByteBuffer dst) {
        int bodyBytes = input.body().remaining();
        int start = dst.position();
        dst.putInt(MAGIC).putInt((int) frameBytes(bodyBytes));
        dst.putLong(input.index()).putLong(input.term()).putLong(previous.term());
        dst.putLong(offset);
        dst.put(input.type().code()).put((byte) 0).putShort((short) BYTES);
        dst.putInt(input.recordCount()).putInt(bodyBytes).putInt(bodyCrc(input.body()));
        dst.putInt(previous.headerCrc());
        return seal(dst, start);
    }

    /** Writes the header of a filler of {@code frameBytes} bytes; its body is whatever zeros follow. */
    static void encodePad(ChainPoint previous, long offset, int frameBytes, ByteBuffer dst) {
        int start = dst.position();
        dst.putInt(MAGIC).putInt(frameBytes);
        dst.putLong(previous.index()).putLong(previous.term()).putLong(previous.term());
        dst.putLong(offset);
        dst.put(FrameType.PAD.code()).put((byte) 0).putShort((short) BYTES);
        dst.putInt(0).putInt(0).putInt(0);
        dst.putInt(previous.headerCrc());
        seal(dst, start);
    }

    private static int seal(ByteBuffer dst, int start) {
        int crc = crc(dst.duplicate().flip().position(start));
        dst.putInt(crc);
        return crc;
    }

    /**
     * The header at the position of {@code src}, or null if these bytes are no intact header of a frame stored at
     * {@code offset}. Consumes nothing.
     */
    static @Nullable FrameHeader decode(ByteBuffer src, long offset) {
        int at = src.position();
        if (src.remaining() < BYTES || src.getInt(at) != MAGIC) {
            return null;
        }
        int headerCrc = src.getInt(at + CHECKED_BYTES);
        if (headerCrc != crc(src.slice(at, CHECKED_BYTES))) {
            return null;
        }
        FrameType type = FrameType.ofCode(src.get(at + 40));
        if (type == null || src.getLong(at + OFFSET_POSITION) != offset || src.getShort(at + 42) != BYTES) {
            return null;
        }
        FrameHeader header = new FrameHeader(
                src.getInt(at + 4),
                src.getLong(at + 8),
                src.getLong(at + 16),
                src.getLong(at + 24),
                offset,
                type,
                src.getInt(at + 44),
                src.getInt(at + 48),
                src.getInt(at + 52),
                src.getInt(at + 56),
                headerCrc);
        return header.lengthsAgree() ? header : null;
    }

    private boolean lengthsAgree() {
        if (type == FrameType.PAD) {
            return frameBytes >= BYTES && bodyBytes == 0;
        }
        return bodyBytes >= 0 && frameBytes == frameBytes(bodyBytes);
    }

    /** Whether this is the header of the entry that follows {@code previous}. */
    boolean continues(ChainPoint previous) {
        return type != FrameType.PAD && index == previous.index() + 1 && term >= previous.term() && chainsTo(previous);
    }

    /** Whether the frame was written right after {@code previous}, as an entry or as the filler before one. */
    boolean chainsTo(ChainPoint previous) {
        return previousTerm == previous.term() && previousHeaderCrc == previous.headerCrc();
    }

    long endOffset() {
        return offset + frameBytes;
    }

    /** The place after this entry. */
    ChainPoint toPoint() {
        return new ChainPoint(index, term, headerCrc, endOffset());
    }

    static int bodyCrc(ByteBuffer body) {
        return crc(body.duplicate());
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
