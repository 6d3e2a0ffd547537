package io.ringmq.remoting.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary header.
 *
 * <pre>
 * size  field
 *    2  code, signed; see below
 *    1  language
 *    2  version
 *    4  opaque
 *    4  flags
 *  4+n  remark: length, UTF-8 bytes; length 0 for none
 *    4  length of all fields together, then for each field:
 *  2+n    name: length, UTF-8 bytes
 *  4+n    value: length, UTF-8 bytes
 * </pre>
 *
 * <p>Request codes from 200050 on lose their upper bits. No other request code has the same lower bits, so decoding
 * restores them.
 */
final class BinaryHeader {
    private static final int LOST_CODE_BITS = RequestCode.POP_MESSAGE & ~0xFFFF;

    private BinaryHeader() {}

    static void encode(Command command, ByteBuf out) {
        out.writeShort(command.code());
        out.writeByte(command.language().number());
        out.writeShort(command.version());
        out.writeInt(command.opaque());
        out.writeInt(command.flags());
        String remark = command.remark();
        writeString(remark == null ? "" : remark, out);
        int fieldsStart = out.writerIndex();
        out.writeInt(0);
        command.fields().forEach((name, value) -> {
            writeName(name, out);
            writeString(value, out);
        });
        out.setInt(fieldsStart, out.writerIndex() - fieldsStart - Integer.BYTES);
    }

    static Command decode(ByteBuffer in, ByteBuffer body) {
        Command head = null;
        try {
            head = decodeFixed(in, body);
            String remark = readString(in, in.getInt(), "remark");
            Map<String, String> fields = readFields(in);
            return new Command(
                    head.code(),
                    head.language(),
                    head.version(),
                    head.opaque(),
                    head.flags(),
                    remark.isEmpty() ? null : remark,
                    fields,
                    body,
                    HeaderEncoding.BINARY);
        } catch (BufferUnderflowException e) {
            throw new MalformedFrameException("binary header ends early", withoutBody(head), e);
        } catch (LengthException e) {
            throw new MalformedFrameException("binary header: " + e.getMessage(), withoutBody(head), e);
        }
    }

    private static Command decodeFixed(ByteBuffer in, ByteBuffer body) {
        int code = in.getShort();
        Language language = Language.ofNumber(in.get());
        int version = in.getShort();
        int opaque = in.getInt();
        int flags = in.getInt();
        Command head = new Command(code, language, version, opaque, flags, null, Map.of(), body, HeaderEncoding.BINARY);
        return head.isResponse() ? head : head.withCode(restoredCode(code));
    }

    private static @Nullable Command withoutBody(@Nullable Command head) {
        return head == null ? null : head.withBody(Command.EMPTY_BODY);
    }

    private static int restoredCode(int code) {
        int full = code | LOST_CODE_BITS;
        boolean lost = between(full, RequestCode.POP_MESSAGE, RequestCode.POP_ROLLBACK)
                || between(full, RequestCode.POP_LITE_MESSAGE, RequestCode.TRIGGER_LITE_DISPATCH)
                || full == RequestCode.BATCH_ACK_MESSAGE;
        return lost ? full : code;
    }

    private static boolean between(int code, int first, int last) {
        return code >= first && code <= last;
    }

    private static Map<String, String> readFields(ByteBuffer in) {
        int length = in.getInt();
        if (length != in.remaining()) {
            throw new LengthException(
                    "fields claim " + length + " bytes where the header has " + in.remaining() + " left");
        }
        if (length == 0) {
            return Map.of();
        }
        FieldMap fields = new FieldMap();
        for (int count = 1; in.hasRemaining(); count++) {
            if (count > CommandCodec.MAX_FIELDS) {
                throw new LengthException("more than " + CommandCodec.MAX_FIELDS + " fields");
            }
            String name = readString(in, in.getShort(), "field name");
            fields.put(name, readString(in, in.getInt(), "field value"));
        }
        return fields;
    }

    private static String readString(ByteBuffer in, int length, String what) {
        if (length < 0 || length > in.remaining()) {
            throw new LengthException(
                    what + " claims " + length + " bytes where the header has " + in.remaining() + " left");
        }
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private static void writeString(String text, ByteBuf out) {
        out.writeInt(ByteBufUtil.utf8Bytes(text));
        ByteBufUtil.writeUtf8(out, text);
    }

    private static void writeName(String name, ByteBuf out) {
        int length = ByteBufUtil.utf8Bytes(name);
        if (length > Short.MAX_VALUE) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL, "field name of " + length + " bytes, allowed " + Short.MAX_VALUE);
        }
        out.writeShort(length);
        ByteBufUtil.writeUtf8(out, name);
    }

    /** A length in the header that cannot be right. */
    private static final class LengthException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LengthException(String message) {
            super(message);
        }
    }
}
