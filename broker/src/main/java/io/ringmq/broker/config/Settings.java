package io.ringmq.broker.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parsed values of one properties file, by key. */
final class Settings {
    private final Map<Key<?>, Object> values;

    private Settings(Map<Key<?>, Object> values) {
        this.values = values;
    }

    static Settings read(String source, List<Key<?>> keys, Map<String, String> texts) {
        List<String> problems = new ArrayList<>();
        texts.keySet().stream()
                .filter(name -> keys.stream().noneMatch(key -> key.name().equals(name)))
                .forEach(name -> problems.add(unknown(name, keys)));
        Map<Key<?>, Object> values = new HashMap<>();
        for (Key<?> key : keys) {
            parse(key, texts, problems).ifPresent(value -> values.put(key, value));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(source, problems);
        }
        return new Settings(values);
    }

    @SuppressWarnings("unchecked") // read() put the value there with the key's own parser
    <T> T get(Key<T> key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("no value was parsed for " + key.name());
        }
        return (T) value;
    }

    private static Optional<Object> parse(Key<?> key, Map<String, String> texts, List<String> problems) {
        String text = texts.getOrDefault(key.name(), key.defaultText());
        if (text == null) {
            problems.add(key.name() + " is missing (" + key.bounds() + "): " + key.meaning());
            return Optional.empty();
        }
        try {
            return Optional.of(key.parser().apply(text));
        } catch (IllegalArgumentException e) {
            problems.add(key.name() + " " + e.getMessage() + "; accepted: " + key.bounds());
            return Optional.empty();
        }
    }

    private static String unknown(String name, List<Key<?>> keys) {
        String nearest = keys.stream()
                .map(Key::name)
                .min((a, b) -> Integer.compare(EditDistance.between(name, a), EditDistance.between(name, b)))
                .orElseThrow();
        boolean near = EditDistance.between(name, nearest) <= Math.max(3, name.length() / 2);
        return "unknown key '" + name + "'"
                + (near ? "; did you mean '" + nearest + "'?" : "; see docs/configuration.md");
    }
}
