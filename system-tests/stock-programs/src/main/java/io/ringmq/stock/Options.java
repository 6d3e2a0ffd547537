package io.ringmq.stock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code --name value} arguments of a program. */
final class Options {
    private final Map<String, String> values = new HashMap<>();

    Options(List<String> args) {
        if (args.size() % 2 != 0) {
            throw new IllegalArgumentException("arguments come as --name value; got " + args.size() + " words");
        }
        for (int i = 0; i < args.size(); i += 2) {
            if (!args.get(i).startsWith("--")) {
                throw new IllegalArgumentException("expected --name, got " + args.get(i));
            }
            values.put(args.get(i).substring(2), args.get(i + 1));
        }
    }

    String required(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("missing --" + name);
        }
        return value;
    }

    String text(String name, String ifMissing) {
        return values.getOrDefault(name, ifMissing);
    }

    @Nullable
    String textOrNull(String name) {
        return values.get(name);
    }

    int number(String name, int ifMissing) {
        String value = values.get(name);
        return value == null ? ifMissing : Integer.parseInt(value);
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(values.get(name));
    }
}
