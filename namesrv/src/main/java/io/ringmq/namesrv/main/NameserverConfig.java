package io.ringmq.namesrv.main;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * The settings of a nameserver. A properties file may hold these keys:
 *
 * <pre>
 * listenPort   9876          port to listen on, 0 for any free one
 * bindAddress  127.0.0.1     address to listen on; 0.0.0.0 for every one of the host
 * dataDir      namesrv-data  directory of what outlives a restart: the key-value settings
 * </pre>
 */
public record NameserverConfig(int listenPort, String bindAddress, Path dataDir) {
    private static final String LISTEN_PORT = "listenPort";
    private static final String BIND_ADDRESS = "bindAddress";
    private static final String DATA_DIR = "dataDir";
    private static final List<String> KEYS = List.of(LISTEN_PORT, BIND_ADDRESS, DATA_DIR);
    private static final int MAX_PORT = 65_535;

    /** Checks the values; the messages name the key. */
    public NameserverConfig {
        if (listenPort < 0 || listenPort > MAX_PORT) {
            throw new IllegalArgumentException(LISTEN_PORT + " must be 0 to " + MAX_PORT + " but is " + listenPort);
        }
        if (bindAddress.isBlank()) {
            throw new IllegalArgumentException(BIND_ADDRESS + " is empty; give an address of this host");
        }
    }

    /** What is used where a file says nothing. */
    public static NameserverConfig defaults() {
        return new NameserverConfig(9876, "127.0.0.1", Path.of("namesrv-data"));
    }

    /**
     * Reads a properties file.
     *
     * @throws IllegalArgumentException if it has an unknown key or an unusable value
     */
    public static NameserverConfig load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        file + ": unknown key '" + key + "'; did you mean '" + nearest(key) + "'?");
            }
        }
        NameserverConfig defaults = defaults();
        return new NameserverConfig(
                port(properties.getProperty(LISTEN_PORT, Integer.toString(defaults.listenPort))),
                properties.getProperty(BIND_ADDRESS, defaults.bindAddress).strip(),
                Path.of(properties
                        .getProperty(DATA_DIR, defaults.dataDir.toString())
                        .strip()));
    }

    /** The settings by key, as a file would hold them. */
    Map<String, String> toMap() {
        return Map.of(
                LISTEN_PORT, Integer.toString(listenPort), BIND_ADDRESS, bindAddress, DATA_DIR, dataDir.toString());
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(LISTEN_PORT + " must be a number but is '" + text + "'", e);
        }
    }

    private static String nearest(String unknown) {
        return KEYS.stream()
                .min(Comparator.comparingInt(key -> editDistance(key, unknown)))
                .orElseThrow();
    }

    /** Levenshtein distance: single-character edits between two words. */
    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
