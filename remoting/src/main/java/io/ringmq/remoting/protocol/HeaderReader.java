package io.ringmq.remoting.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values out of a command's fields.
 *
 * <p>A required field that is missing, or any field that does not parse, throws {@link CommandException} with
 * {@link ResponseCode#INVALID_PARAMETER} and a remark naming the request code and the field. Not thread-safe by
 * itself, but holds no state of its own.
 */
public final class HeaderReader {
    private static final int QUOTED_VALUE_CHARS = 64;

    private final int code;
    private final Map<String, String> fields;

    public HeaderReader(Command command) {
        this(command.code(), command.fields());
    }

    /** @param code code to name in errors */
    public HeaderReader(int code, Map<String, String> fields) {
        this.code = code;
        this.fields = fields;
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public String string(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "command code " + code + ": required field '" + name + "' is missing");
        }
        return value;
    }

    public String string(String name, String defaultValue) {
        return fields.getOrDefault(name, defaultValue);
    }

    public @Nullable String optional(String name) {
        return fields.get(name);
    }

    public @Nullable Integer optionalInteger(String name) {
        String value = fields.get(name);
        return value == null ? null : Integer.valueOf(parseInt(name, value));
    }

    public @Nullable Long optionalNumber(String name) {
        String value = fields.get(name);
        return value == null ? null : Long.valueOf(parseLong(name, value));
    }

    public int integer(String name) {
        return parseInt(name, string(name));
    }

    public int integer(String name, int defaultValue) {
        String value = fields.get(name);
        return value == null ? defaultValue : parseInt(name, value);
    }

    public long number(String name) {
        return parseLong(name, string(name));
    }

    public long number(String name, long defaultValue) {
        String value = fields.get(name);
        return value == null ? defaultValue : parseLong(name, value);
    }

    public boolean bool(String name) {
        return parseBoolean(name, string(name));
    }

    public boolean bool(String name, boolean defaultValue) {
        String value = fields.get(name);
        return value == null ? defaultValue : parseBoolean(name, value);
    }

    private int parseInt(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw malformed(name, value, "a 32-bit integer", e);
        }
    }

    private long parseLong(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw malformed(name, value, "a 64-bit integer", e);
        }
    }

    private boolean parseBoolean(String name, String value) {
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        if (value.equalsIgnoreCase("false")) {
            return false;
        }
        throw malformed(name, value, "true or false", null);
    }

    private CommandException malformed(String name, String value, String expected, @Nullable Throwable cause) {
        String shown = value.length() <= QUOTED_VALUE_CHARS ? value : value.substring(0, QUOTED_VALUE_CHARS) + "...";
        return new CommandException(
                ResponseCode.INVALID_PARAMETER,
                "command code " + code + ": field '" + name + "' must be " + expected + " but is '" + shown + "'",
                cause);
    }
}
