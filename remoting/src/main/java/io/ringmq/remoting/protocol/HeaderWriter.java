package io.ringmq.remoting.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the fields of a command in wire spelling; the counterpart of {@link HeaderReader}. */
public final class HeaderWriter {
    private final Map<String, String> fields = new FieldMap();

    public HeaderWriter put(String name, String value) {
        fields.put(name, value);
        return this;
    }

    public HeaderWriter put(String name, long value) {
        return put(name, Long.toString(value));
    }

    public HeaderWriter put(String name, boolean value) {
        return put(name, Boolean.toString(value));
    }

    /** Puts the field unless the value is null. */
    public HeaderWriter putOptional(String name, @Nullable Object value) {
        return value == null ? this : put(name, value.toString());
    }

    /** The fields put so far; the map passes to the caller. */
    public Map<String, String> fields() {
        return fields;
    }
}
