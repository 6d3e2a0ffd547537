package io.ringmq.remoting.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
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
    private static final int MAX_DEPTH = 4;
    private static final int MAX_NUMBER_CHARS = 32;
    private static final int MAX_NAME_CHARS = 1_024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_CHARS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxStringLength(CommandCodec.MAX_HEADER_BYTES)
                    .build())
            // Names come from the network: interning them would fill a table of the whole process.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

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
        try (JsonParser parser = FACTORY.createParser(in.array(), in.arrayOffset(), in.remaining())) {
            header.read(parser);
            if (header.code == null) {
                throw new SyntaxException("no code");
            }
            return header.command(header.code, header.opaque == null ? 0 : header.opaque, body);
        } catch (JsonProcessingException e) {
            throw header.malformed(e.getOriginalMessage(), e);
        } catch (IOException | SyntaxException e) {
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

    private void read(JsonParser in) throws IOException {
        expect(in.nextToken() == JsonToken.START_OBJECT, "not an object");
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            switch (key) {
                case "code" -> code = in.getIntValue();
                case "opaque" -> opaque = in.getIntValue();
                case "version" -> version = in.getIntValue();
                case "flag" -> flags = in.getIntValue();
                case "language" -> language = Language.ofName(text(in, value, key));
                case "remark" -> remark = value == JsonToken.VALUE_NULL ? null : text(in, value, key);
                case "extFields" -> fields = readFields(in, value);
                default -> in.skipChildren();
            }
        }
        expect(in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null, "trailing bytes");
    }

    private static Map<String, String> readFields(JsonParser in, JsonToken start) throws IOException {
        if (start == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        expect(start == JsonToken.START_OBJECT, "extFields is not an object");
        Map<String, String> fields = new LinkedHashMap<>();
        int count = 0;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            expect(++count <= CommandCodec.MAX_FIELDS, "more than " + CommandCodec.MAX_FIELDS + " fields");
            JsonToken value = in.nextToken();
            if (value != JsonToken.VALUE_NULL) {
                fields.put(name, text(in, value, "extFields"));
            }
        }
        return Collections.unmodifiableMap(fields);
    }

    private static String text(JsonParser in, JsonToken value, String what) throws IOException {
        expect(value.isScalarValue(), what + " holds more than plain values");
        return in.getText();
    }

    private static void expect(boolean condition, String otherwise) {
        if (!condition) {
            throw new SyntaxException(otherwise);
        }
    }

    /** Writes by hand: a generator of the library would cost more than the whole header. */
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

    /** JSON that is well formed but no header. */
    private static final class SyntaxException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message);
        }
    }
}
