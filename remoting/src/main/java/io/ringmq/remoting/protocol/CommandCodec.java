package io.ringmq.remoting.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames to commands and back. Pure functions; strict, and bounded by the constants below.
 *
 * <pre>
 * offset  size  field
 *      0     4  length of all that follows, big endian: 4 + H + B
 *      4     1  header encoding: 0 JSON, 1 binary
 *      5     3  H, length of the header
 *      8     H  header
 *  8 + H     B  body
 * </pre>
 *
 * <p>A decoded command owns one heap array with the frame's bytes, of which its body is a view. Nothing is allocated
 * for a frame before all of it has arrived.
 */
public final class CommandCodec {
    /** Bytes of a whole frame, its length field included. */
    public static final int MAX_FRAME_BYTES = 16 << 20;

    public static final int MAX_HEADER_BYTES = 64 << 10;
    /** Fields of one header. */
    public static final int MAX_FIELDS = 128;

    private static final int LENGTH_BYTES = 4;
    private static final int HEADER_MARK_BYTES = 4;
    private static final int HEADER_LENGTH_MASK = 0xFF_FFFF;
    private static final int TYPE_SHIFT = 24;
    private static final int FIXED_HEADER_CHARS = 160;
    private static final int FIELD_OVERHEAD_CHARS = 8;

    private CommandCodec() {}

    /**
     * Takes one frame off the front of a buffer.
     *
     * @return the command, or null if the buffer does not hold a whole frame yet (it is left as it was)
     * @throws MalformedFrameException if the bytes are no frame; the stream must be closed
     */
    public static @Nullable Command decode(ByteBuf in) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        if (readable < LENGTH_BYTES) {
            return null;
        }
        int length = checkedLength(in.getInt(start));
        if (readable >= LENGTH_BYTES + HEADER_MARK_BYTES) {
            checkMark(in.getInt(start + LENGTH_BYTES), length);
        }
        if (readable - LENGTH_BYTES < length) {
            return null;
        }
        byte[] frame = new byte[length];
        in.skipBytes(LENGTH_BYTES).readBytes(frame);
        return decode(ByteBuffer.wrap(frame));
    }

    /** Appends a whole frame. */
    public static void encode(Command command, ByteBuf out) {
        encodeHead(command, out);
        out.writeBytes(command.body().duplicate());
    }

    /**
     * Appends a frame without the bytes of its body, which the caller must send next.
     *
     * @throws CommandException with MESSAGE_ILLEGAL if the command is over a bound
     */
    public static void encodeHead(Command command, ByteBuf out) {
        int start = out.writerIndex();
        out.writeLong(0);
        if (command.encoding() == HeaderEncoding.BINARY) {
            BinaryHeader.encode(command, out);
        } else {
            JsonHeader.encode(command, out);
        }
        int headerLength = out.writerIndex() - start - LENGTH_BYTES - HEADER_MARK_BYTES;
        long length = (long) HEADER_MARK_BYTES + headerLength + command.body().remaining();
        if (headerLength > MAX_HEADER_BYTES || length > MAX_FRAME_BYTES - LENGTH_BYTES) {
            out.writerIndex(start);
            throw tooLong(command, headerLength);
        }
        out.setInt(start, (int) length);
        out.setInt(start + LENGTH_BYTES, command.encoding().typeByte() << TYPE_SHIFT | headerLength);
    }

    /** About as many bytes as the frame without its body will take: a hint for sizing buffers. */
    public static int estimatedHeadBytes(Command command) {
        String remark = command.remark();
        int chars = FIXED_HEADER_CHARS + (remark == null ? 0 : remark.length());
        for (var field : command.fields().entrySet()) {
            chars += field.getKey().length() + field.getValue().length() + FIELD_OVERHEAD_CHARS;
        }
        return chars;
    }

    private static int checkedLength(int length) {
        if (length < HEADER_MARK_BYTES || length > MAX_FRAME_BYTES - LENGTH_BYTES) {
            throw new MalformedFrameException("frame length " + length + " is not between " + HEADER_MARK_BYTES
                    + " and " + (MAX_FRAME_BYTES - LENGTH_BYTES));
        }
        return length;
    }

    private static void checkMark(int mark, int length) {
        int headerLength = mark & HEADER_LENGTH_MASK;
        if (headerLength > Math.min(MAX_HEADER_BYTES, length - HEADER_MARK_BYTES)) {
            throw new MalformedFrameException(
                    "header of " + headerLength + " bytes in a frame of " + length + ", allowed " + MAX_HEADER_BYTES);
        }
        int type = mark >>> TYPE_SHIFT;
        if (type != HeaderEncoding.JSON.typeByte() && type != HeaderEncoding.BINARY.typeByte()) {
            throw new MalformedFrameException("unknown header encoding " + type);
        }
    }

    private static Command decode(ByteBuffer frame) {
        int mark = frame.getInt();
        checkMark(mark, frame.capacity());
        int headerLength = mark & HEADER_LENGTH_MASK;
        ByteBuffer header = frame.slice(HEADER_MARK_BYTES, headerLength);
        int bodyStart = HEADER_MARK_BYTES + headerLength;
        ByteBuffer body = frame.slice(bodyStart, frame.capacity() - bodyStart);
        return mark >>> TYPE_SHIFT == HeaderEncoding.BINARY.typeByte()
                ? BinaryHeader.decode(header, body)
                : JsonHeader.decode(header, body);
    }

    private static CommandException tooLong(Command command, int headerLength) {
        return new CommandException(
                ResponseCode.MESSAGE_ILLEGAL,
                "command code " + command.code() + " with a header of " + headerLength + " bytes (allowed "
                        + MAX_HEADER_BYTES + ") and a body of " + command.body().remaining()
                        + " bytes (the frame is allowed "
                        + MAX_FRAME_BYTES + ")");
    }
}
