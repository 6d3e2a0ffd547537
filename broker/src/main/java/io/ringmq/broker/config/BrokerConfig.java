package io.ringmq.broker.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of one broker process, checked as a whole when it is made. Immutable.
 *
 * @param node who this node is, and where its data lie
 * @param network addresses, threads and bounds of the network
 * @param storage durability and disk
 * @param raft elections and batching
 * @param service what clients may do
 * @param adminKeyFile holds the secret of operators; empty if the node takes no admin requests
 */
public record BrokerConfig(
        NodeSettings node,
        NetworkSettings network,
        StorageSettings storage,
        RaftSettings raft,
        ServiceSettings service,
        Optional<Path> adminKeyFile) {

    /**
     * Reads a properties file.
     *
     * @throws ConfigException if a key is unknown, missing or has an unusable value; the message names all of them
     * @throws IOException if the file can not be read
     */
    public static BrokerConfig load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return of(file.toString(), texts);
    }

    /**
     * Makes the settings of the given texts.
     *
     * @param source where they come from, named in errors
     * @throws ConfigException as {@link #load(Path)}
     */
    public static BrokerConfig of(String source, Map<String, String> texts) {
        Settings values = Settings.read(source, Keys.ALL, texts);
        NodeSettings node = NodeSettings.of(values);
        NodeSettings.Bootstrap bootstrap = node.bootstrap();
        if (bootstrap.members().stream().noneMatch(m -> m.nodeId().equals(node.nodeId()))) {
            throw new ConfigException(
                    source,
                    List.of("nodeId '" + node.nodeId()
                            + "' is none of the members; add it to members or correct nodeId"));
        }
        if (bootstrap.join() && bootstrap.members().size() == 1) {
            throw new ConfigException(
                    source, List.of("join is true but members names this node only; add a node of the rings to join"));
        }
        StorageSettings storage = StorageSettings.of(values);
        requireOrder(source, storage.retention().ratios());
        return new BrokerConfig(
                node,
                NetworkSettings.of(values),
                storage,
                RaftSettings.of(values),
                ServiceSettings.of(values),
                values.get(Keys.ADMIN_KEY_FILE));
    }

    private static void requireOrder(String source, RetentionSettings.DiskRatios ratios) {
        if (ratios.cleanForciblyPercent() < ratios.maxUsedPercent()) {
            throw new ConfigException(
                    source,
                    List.of("diskSpaceCleanForciblyRatio " + ratios.cleanForciblyPercent()
                            + " is below diskMaxUsedSpaceRatio " + ratios.maxUsedPercent()
                            + "; recent segments would be deleted before old ones"));
        }
    }

    /** The table of all keys in Markdown, the body of docs/configuration.md. */
    public static String describe() {
        return KeyTable.markdown(Keys.ALL);
    }
}
