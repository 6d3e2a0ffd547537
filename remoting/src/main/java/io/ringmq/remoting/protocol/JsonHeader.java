package io.ringmq.remoting.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ringmq.remoting.protocol.JsonCursor.SyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header: one object, such as
 * {@code {"code":105,"extFields":{"topic":"T"},"flag":0,"language":"JAVA","opaque":7,"remark":"text","version":479}}.
 *
 * <p>Only code is required. Values of extFields are strings; numbers and booleans, which some clients send bare, are
 * taken as their text. Unknown keys are ignored.
 */
final class JsonHeader {
    private @Nullable Integer code;
    private @Nullable Integer opaque;
    private Language language = Language.OTHER;
    private int version;
    private int flags;
    private @Nullable String remark;
    private Map<String, String> fields = Map.of();

    private JsonHeader() {}

    static Command decode(ByteBuffer in, ByteBuffer body) {
        JsonHeader header = new JsonHeader();
        try {
            header.read(new JsonCursor(in));
            if (header.code == null) {
                throw new SyntaxException("no code");
            }
            return header.command(header.code, header.opaque == null ? 0 : header.opaque, body);
        } catch (SyntaxException e) {
            throw header.malformed(String.valueOf(e.getMessage()), e);
        }
    }

    private MalformedFrameException malformed(String reason, Exception cause) {
        Command request = code == null || opaque == null
                ? null
                : command(code, opaque, Command.EMPTY_BODY).withFields(Map.of());
        return new MalformedFrameException("JSON header: " + reason, request, cause);
    }

    private Command command(int knownCode, int knownOpaque, ByteBuffer body) {
        return new Command(knownCode, language, version, knownOpaque, flags, remark, fields, body, HeaderEncoding.JSON);
    }

    private void read(JsonCursor in) {
        in.expect('{');
        for (boolean first = true; in.nextMember(first); first = false) {
            switch (in.name()) {
                case "code" -> code = in.integer();
                case "opaque" -> opaque = in.integer();
                case "version" -> version = in.integer();
                case "flag" -> flags = in.integer();
                case "language" -> language = Language.ofName(in.scalar());
                case "remark" -> remark = in.takesNull() ? null : in.scalar();
                case "extFields" -> fields = readFields(in);
                default -> in.skip();
            }
        }
        in.expectEnd();
    }

    private static Map<String, String> readFields(JsonCursor in) {
        if (in.takesNull()) {
            return Map.of();
        }
        FieldMap fields = new FieldMap();
        in.expect('{');
        int count = 0;
        for (boolean first = true; in.nextMember(first); first = false) {
            if (++count > CommandCodec.MAX_FIELDS) {
                throw new SyntaxException("more than " + CommandCodec.MAX_FIELDS + " fields");
            }
            String name = in.name();
            if (!in.takesNull()) {
                fields.put(name, in.scalar());
            }
        }
        return fields;
    }

    static void encode(Command command, ByteBuf out) {
        writeAscii("{\"code\":" + command.code() + ",\"extFields\":{", out);
        boolean first = true;
        for (var field : command.fields().entrySet()) {
            if (!first) {
                out.writeByte(',');
            }
            first = false;
            writeQuoted(field.getKey(), out);
            out.writeByte(':');
            writeQuoted(field.getValue(), out);
        }
        writeAscii(
                "},\"flag\":" + command.flags() + ",\"language\":\"" + command.language() + "\",\"opaque\":"
                        + command.opaque(),
                out);
        String remark = command.remark();
        if (remark != null) {
            writeAscii(",\"remark\":", out);
            writeQuoted(remark, out);
        }
        writeAscii(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":" + command.version() + "}", out);
    }

    private static void writeAscii(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static void writeQuoted(String text, ByteBuf out) {
        out.writeByte('"');
        int plainStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                writeUtf8(text, plainStart, i, out);
                writeAscii(escaped(c), out);
                plainStart = i + 1;
            }
        }
        writeUtf8(text, plainStart, text.length(), out);
        out.writeByte('"');
    }

    private static void writeUtf8(String text, int start, int end, ByteBuf out) {
        if (start < end) {
            ByteBufUtil.reserveAndWriteUtf8(out, text, start, end, ByteBufUtil.utf8MaxBytes(end - start));
        }
    }

    private static String escaped(char c) {
        if (c == '"' || c == '\\') {
            return "\\" + c;
        }
        return c < 0x10 ? "\\u000" + Integer.toHexString(c) : "\\u00" + Integer.toHexString(c);
    }
}
