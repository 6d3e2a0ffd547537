package io.ringmq.remoting.body;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON, and the two things beside JSON that stock clients expect: bare numbers and whole objects as keys.
 * Members that are null are left out.
 */
final class JsonOut {
    private final StringBuilder text = new StringBuilder(256);
    private final JsonStyle style;
    private boolean commaDue;

    private JsonOut(JsonStyle style) {
        this.style = style;
    }

    static byte[] encode(Consumer<JsonOut> body) {
        return encode(JsonStyle.STANDARD, body);
    }

    static byte[] encode(JsonStyle style, Consumer<JsonOut> body) {
        JsonOut out = new JsonOut(style);
        body.accept(out);
        return out.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    JsonOut beginObject() {
        return begin('{');
    }

    JsonOut endObject() {
        return end('}');
    }

    JsonOut name(String name) {
        comma();
        quote(name);
        return colon();
    }

    JsonOut member(String name, @Nullable String value) {
        return value == null ? this : name(name).string(value);
    }

    JsonOut member(String name, long value) {
        return name(name).raw(Long.toString(value));
    }

    JsonOut member(String name, double value) {
        return name(name).raw(Double.toString(value));
    }

    JsonOut member(String name, boolean value) {
        return name(name).raw(Boolean.toString(value));
    }

    JsonOut strings(String name, Collection<String> values) {
        return name(name).strings(values);
    }

    JsonOut strings(Collection<String> values) {
        begin('[');
        values.forEach(this::string);
        return end(']');
    }

    JsonOut integers(String name, Collection<Integer> values) {
        return list(name, values, (out, value) -> out.raw(value.toString()));
    }

    <T> JsonOut list(String name, Collection<T> values, BiConsumer<JsonOut, T> element) {
        name(name).begin('[');
        values.forEach(value -> element.accept(this, value));
        return end(']');
    }

    <T> JsonOut map(String name, Map<String, T> entries, BiConsumer<JsonOut, T> value) {
        name(name).beginObject();
        entries.forEach((key, entry) -> value.accept(name(key), entry));
        return endObject();
    }

    JsonOut strings(String name, Map<String, String> entries) {
        return name(name).strings(entries);
    }

    JsonOut strings(Map<String, String> entries) {
        beginObject();
        entries.forEach((key, value) -> name(key).string(value));
        return endObject();
    }

    /** A map whose keys are numbers, in the style asked for. */
    JsonOut numbered(String name, Map<Long, String> entries) {
        name(name).beginObject();
        entries.forEach((key, value) -> {
            if (style == JsonStyle.STANDARD) {
                name(key.toString());
            } else {
                comma();
                text.append(key.longValue());
                colon();
            }
            string(value);
        });
        return endObject();
    }

    /** A map whose keys are objects: {@code {{"topic":"T"}:1}}. No JSON, but what stock clients read and write. */
    <V> JsonOut queues(String name, Map<MessageQueue, V> entries, BiConsumer<JsonOut, V> value) {
        return name(name).queues(entries, value);
    }

    <V> JsonOut queues(Map<MessageQueue, V> entries, BiConsumer<JsonOut, V> value) {
        beginObject();
        entries.forEach((queue, entry) -> {
            queue.write(this);
            value.accept(colon(), entry);
        });
        return endObject();
    }

    /** A value that is JSON already. */
    JsonOut raw(String json) {
        comma();
        text.append(json);
        commaDue = true;
        return this;
    }

    JsonOut string(String value) {
        comma();
        quote(value);
        commaDue = true;
        return this;
    }

    private void quote(String value) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }

    private JsonOut begin(char bracket) {
        comma();
        text.append(bracket);
        commaDue = false;
        return this;
    }

    private JsonOut end(char bracket) {
        text.append(bracket);
        commaDue = true;
        return this;
    }

    private JsonOut colon() {
        text.append(':');
        commaDue = false;
        return this;
    }

    private void comma() {
        if (commaDue) {
            text.append(',');
        }
    }
}
