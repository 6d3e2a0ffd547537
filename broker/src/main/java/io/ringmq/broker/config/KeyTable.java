package io.ringmq.broker.config;

import java.util.List;

/** The documentation table of a list of keys. */
final class KeyTable {
    private KeyTable() {}

    static String markdown(List<Key<?>> keys) {
        StringBuilder table = new StringBuilder("| key | default | accepted | meaning |\n| --- | --- | --- | --- |\n");
        for (Key<?> key : keys) {
            String defaultText = key.required() ? "required" : "`" + key.defaultText() + "`";
            table.append("| `%s` | %s | %s | %s |\n".formatted(key.name(), defaultText, key.bounds(), key.meaning()));
        }
        return table.toString();
    }
}
