package io.ringmq.remoting.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of bodies strictly: right types, nothing behind the end, bounded size and depth. Unknown members are
 * skipped; a member that is null counts as absent. Bare numbers and objects as keys are read, see {@link ObjectKeys}.
 *
 * <p>A reader of type T starts at its value's first token and leaves the parser at its last.
 */
final class JsonIn {
    /** Largest body, in bytes; what a frame may hold. */
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private static final int MAX_DEPTH = 32;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            // Names come from peers: they must not end in tables shared by the whole process.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(4L * MAX_BODY_BYTES)
                    .build())
            .build();

    private final String body;
    private final JsonParser parser;

    interface Reader<T> {
        T read(JsonIn in);
    }

    private interface Call<T> {
        T call() throws IOException;
    }

    private JsonIn(String body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
    }

    /** Reads a whole body; its position stays. */
    static <T> T decode(String body, ByteBuffer json, Reader<T> reader) {
        if (json.remaining() > MAX_BODY_BYTES) {
            throw new MalformedBodyException(
                    body + " of " + json.remaining() + " bytes, at most " + MAX_BODY_BYTES + " are read");
        }
        byte[] bytes = new byte[json.remaining()];
        json.duplicate().get(bytes);
        return decode(body, new String(bytes, StandardCharsets.UTF_8), reader);
    }

    /** As {@link #decode(String, ByteBuffer, Reader)}, for a body with maps whose keys are objects. */
    static <T> T decodeWithObjectKeys(String body, ByteBuffer json, Reader<T> reader) {
        return decode(body, ByteBuffer.wrap(ObjectKeys.quote(json)), reader);
    }

    static <T> T decode(String body, String json, Reader<T> reader) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            T value = reader.read(new JsonIn(body, parser));
            if (parser.nextToken() != null) {
                throw new MalformedBodyException(body + " goes on behind its end");
            }
            return value;
        } catch (IOException e) {
            throw new MalformedBodyException(body + " is not valid JSON: " + e.getMessage(), e);
        }
    }

    JsonIn beginObject() {
        expect(JsonToken.START_OBJECT, "an object");
        return this;
    }

    /** The next member that is not null, with the parser at its value; null at the object's end. */
    @Nullable
    String nextName() {
        while (next() == JsonToken.FIELD_NAME) {
            String name = call(parser::currentName);
            if (next() != JsonToken.VALUE_NULL) {
                return name;
            }
        }
        return null;
    }

    void skip() {
        call(parser::skipChildren);
    }

    String string() {
        if (!parser.currentToken().isScalarValue()) {
            throw unexpected("a string");
        }
        return call(parser::getText);
    }

    int integer() {
        long value = number();
        if (value != (int) value) {
            throw unexpected("a 32-bit number");
        }
        return (int) value;
    }

    /** A whole number, bare or quoted. */
    long number() {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return call(parser::getLongValue);
        }
        try {
            return Long.parseLong(string());
        } catch (NumberFormatException e) {
            throw unexpected("a whole number");
        }
    }

    double real() {
        if (!parser.currentToken().isNumeric()) {
            throw unexpected("a number");
        }
        return call(parser::getDoubleValue);
    }

    boolean bool() {
        return switch (string()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unexpected("true or false");
        };
    }

    /** An enum's constant by name or, as C++ clients send it, by ordinal. */
    <E extends Enum<E>> E constant(Class<E> type) {
        E[] constants = type.getEnumConstants();
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            int ordinal = integer();
            if (ordinal >= 0 && ordinal < constants.length) {
                return constants[ordinal];
            }
            throw unexpected("an ordinal of " + type.getSimpleName());
        }
        String name = string().toUpperCase(Locale.ROOT);
        for (E constant : constants) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw unexpected("a " + type.getSimpleName());
    }

    List<String> strings() {
        return list(JsonIn::string);
    }

    <T> List<T> list(Reader<T> element) {
        expect(JsonToken.START_ARRAY, "an array");
        List<T> values = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                values.add(element.read(this));
            }
        }
        return values;
    }

    <V> Map<String, V> map(Reader<V> value) {
        Map<String, V> entries = new LinkedHashMap<>();
        beginObject();
        for (String name = nextName(); name != null; name = nextName()) {
            entries.put(name, value.read(this));
        }
        return entries;
    }

    Map<Long, String> numbered() {
        Map<Long, String> entries = new LinkedHashMap<>();
        beginObject();
        for (String name = nextName(); name != null; name = nextName()) {
            try {
                entries.put(Long.valueOf(name), string());
            } catch (NumberFormatException e) {
                throw new MalformedBodyException(body + ": key '" + name + "' is not a whole number", e);
            }
        }
        return entries;
    }

    /** A map whose keys are queues, quoted or not. */
    <V> Map<MessageQueue, V> queues(Reader<V> value) {
        Map<MessageQueue, V> entries = new LinkedHashMap<>();
        beginObject();
        for (String name = nextName(); name != null; name = nextName()) {
            entries.put(decode(body, name, MessageQueue::read), value.read(this));
        }
        return entries;
    }

    /** The value as it stands, for what is passed on without being understood. */
    String raw() {
        return call(() -> {
            StringWriter json = new StringWriter();
            try (JsonGenerator copy = FACTORY.createGenerator(json)) {
                copy.copyCurrentStructure(parser);
            }
            return json.toString();
        });
    }

    /** The value of a member that the body must have. */
    <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new MalformedBodyException(body + " lacks the member '" + name + "'");
        }
        return value;
    }

    private JsonToken next() {
        JsonToken token = call(parser::nextToken);
        if (token == null) {
            throw new MalformedBodyException(body + " is cut off");
        }
        return token;
    }

    private void expect(JsonToken token, String what) {
        if (parser.currentToken() != token) {
            throw unexpected(what);
        }
    }

    private MalformedBodyException unexpected(String expected) {
        return new MalformedBodyException(body + ": expected " + expected + " at "
                + parser.getParsingContext().pathAsPointer() + ", found " + parser.currentToken());
    }

    private <T extends @Nullable Object> T call(Call<T> call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw new MalformedBodyException(body + " is not valid JSON: " + e.getMessage(), e);
        }
    }
}
