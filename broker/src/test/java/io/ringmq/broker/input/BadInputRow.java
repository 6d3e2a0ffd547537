package io.ringmq.broker.input;

import io.ringmq.remoting.protocol.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is right, and what of it can be wrong. */
final class BadInputRow {
    private final int code;
    private final Map<String, String> fields;
    private final List<Wrong> cases = new ArrayList<>();
    private List<String> required = List.of();
    private List<String> numbers = List.of();
    private String body = "";

    /**
     * A mistake that is no malformed field.
     *
     * @param fields in place of those of the right request
     * @param body in place of that of the right request, or null
     * @param code of the answer
     * @param remark a part of the answer's remark
     */
    record Wrong(Map<String, String> fields, @Nullable String body, int code, String remark) {}

    BadInputRow(int code, Map<String, String> fields) {
        this.code = code;
        this.fields = new HashMap<>(fields);
    }

    BadInputRow(int code, Header header) {
        this(code, header.toFields());
    }

    BadInputRow(int code) {
        this(code, Map.of());
    }

    /** Fields without which the request means nothing. */
    BadInputRow required(String... names) {
        required = List.of(names);
        return this;
    }

    /** Fields that are numbers. */
    BadInputRow numbers(String... names) {
        numbers = List.of(names);
        return this;
    }

    /** The body, which has to be JSON of its kind. */
    BadInputRow body(String json) {
        body = json;
        return this;
    }

    /** The right request, which is refused nevertheless. */
    BadInputRow refused(int answer, String remark) {
        cases.add(new Wrong(Map.of(), null, answer, remark));
        return this;
    }

    /** One field that is wrong. */
    BadInputRow wrong(String name, String value, int answer, String remark) {
        cases.add(new Wrong(Map.of(name, value), null, answer, remark));
        return this;
    }

    /** A body that is wrong. */
    BadInputRow wrongBody(String json, int answer, String remark) {
        cases.add(new Wrong(Map.of(), json, answer, remark));
        return this;
    }

    int code() {
        return code;
    }

    Map<String, String> fields() {
        return fields;
    }

    Map<String, String> with(String name, String value) {
        Map<String, String> changed = new HashMap<>(fields);
        changed.put(name, value);
        return changed;
    }

    List<String> required() {
        return required;
    }

    List<String> numbers() {
        return numbers;
    }

    List<Wrong> cases() {
        return cases;
    }

    boolean hasBody() {
        return !body.isEmpty();
    }

    byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "request code " + code;
    }
}
