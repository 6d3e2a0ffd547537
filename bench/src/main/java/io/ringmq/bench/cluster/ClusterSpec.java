package io.ringmq.bench.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a local cluster looks like: one nameserver and three brokers on loopback, all in one directory.
 *
 * <pre>
 * port of                     is
 * nameserver                  namesrvPort
 * node i, Raft                basePort + 100 i
 * node i, clients of ring r   basePort + 100 i + 11 + 10 r
 * </pre>
 *
 * @param dir holds configuration, data, logs and process ids
 * @param basePort see the table
 * @param ringNames 1 to 9; ring-0, ring-1, ... unless said otherwise
 * @param flush sync or async
 * @param heap of a broker, as -Xmx takes it
 * @param brokerKeys keys of the brokers' properties files beyond, or instead of, those this class sets
 * @param placement where the processes run; loopback unless said otherwise
 */
public record ClusterSpec(
        Path dir,
        int namesrvPort,
        int basePort,
        List<String> ringNames,
        String flush,
        String heap,
        Map<String, String> brokerKeys,
        Placement placement) {
    public static final int NODES = 3;
    /** Nodes that can be added to the three. */
    public static final int JOINERS = 3;

    public static final int DEFAULT_NAMESRV_PORT = 9876;
    public static final int DEFAULT_BASE_PORT = 10_900;
    public static final String DEFAULT_HEAP = "512m";
    private static final int MAX_RINGS = 9;
    private static final int PORTS_PER_NODE = 100;
    private static final int MAX_BASE_PORT = 65_535 - (NODES + JOINERS) * PORTS_PER_NODE;
    private static final String FILE = "cluster.properties";
    private static final String BROKER_PREFIX = "broker.";
    private static final int ADMIN_KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    public ClusterSpec {
        dir = dir.toAbsolutePath().normalize();
        brokerKeys = Map.copyOf(brokerKeys);
        ringNames = List.copyOf(ringNames);
        if (ringNames.isEmpty() || ringNames.size() > MAX_RINGS) {
            throw new IllegalArgumentException("--rings is 1 to " + MAX_RINGS + ", not " + ringNames.size());
        }
        if (!flush.equals("sync") && !flush.equals("async")) {
            throw new IllegalArgumentException("--flush is sync or async, not " + flush);
        }
        if (basePort < 1 || basePort > MAX_BASE_PORT) {
            throw new IllegalArgumentException("--base-port is 1 to " + MAX_BASE_PORT + ", not " + basePort);
        }
    }

    /** Everything on loopback. */
    public ClusterSpec(
            Path dir,
            int namesrvPort,
            int basePort,
            int rings,
            String flush,
            String heap,
            Map<String, String> brokerKeys) {
        this(dir, namesrvPort, basePort, numbered(rings), flush, heap, brokerKeys, Placement.LOOPBACK);
    }

    private static List<String> numbered(int rings) {
        return IntStream.range(0, rings).mapToObj(ring -> "ring-" + ring).toList();
    }

    /** One ring with durable acknowledgements on the default ports. */
    public static ClusterSpec defaults(Path dir) {
        return new ClusterSpec(dir, DEFAULT_NAMESRV_PORT, DEFAULT_BASE_PORT, 1, "sync", DEFAULT_HEAP, Map.of());
    }

    public ClusterSpec withPorts(int newNamesrvPort, int newBasePort) {
        return new ClusterSpec(dir, newNamesrvPort, newBasePort, ringNames, flush, heap, brokerKeys, placement);
    }

    public ClusterSpec withFlush(String newFlush) {
        return new ClusterSpec(dir, namesrvPort, basePort, ringNames, newFlush, heap, brokerKeys, placement);
    }

    public ClusterSpec withRings(int newRings) {
        return new ClusterSpec(dir, namesrvPort, basePort, numbered(newRings), flush, heap, brokerKeys, placement);
    }

    /** A copy whose rings have these names. */
    public ClusterSpec withRingNames(String... names) {
        return new ClusterSpec(dir, namesrvPort, basePort, List.of(names), flush, heap, brokerKeys, placement);
    }

    public ClusterSpec withHeap(String newHeap) {
        return new ClusterSpec(dir, namesrvPort, basePort, ringNames, flush, newHeap, brokerKeys, placement);
    }

    /** A copy with one more key in the brokers' properties files. */
    public ClusterSpec withBrokerKey(String key, String value) {
        Map<String, String> keys = new TreeMap<>(brokerKeys);
        keys.put(key, value);
        return new ClusterSpec(dir, namesrvPort, basePort, ringNames, flush, heap, keys, placement);
    }

    /** A copy whose processes run elsewhere. */
    public ClusterSpec withPlacement(Placement newPlacement) {
        return new ClusterSpec(dir, namesrvPort, basePort, ringNames, flush, heap, brokerKeys, newPlacement);
    }

    public String namesrvAddress() {
        return placement.namesrvHost() + ":" + namesrvPort;
    }

    public String nodeName(int node) {
        return "n" + node;
    }

    /** How many rings there are. */
    public int rings() {
        return ringNames.size();
    }

    public String ringName(int ring) {
        return ringNames.get(ring);
    }

    public int raftPort(int node) {
        return basePort + node * PORTS_PER_NODE;
    }

    public String raftAddress(int node) {
        return placement.hostOf(node) + ":" + raftPort(node);
    }

    public int clientPort(int node, int ring) {
        return raftPort(node) + 11 + 10 * ring;
    }

    public String clientAddress(int node, int ring) {
        return placement.hostOf(node) + ":" + clientPort(node, ring);
    }

    /** The node that serves clients at an address. */
    public int nodeAt(String address) {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return (port - basePort) / PORTS_PER_NODE;
    }

    /** The secret that the brokers' admin requests are signed with; made with the cluster. */
    public Path adminKeyFile() {
        return dir.resolve("admin.key");
    }

    /** Where a node keeps its data. */
    public Path dataDir(int node) {
        String set = brokerKeys.get("dataDir");
        return set == null
                ? dir.resolve("data").resolve(nodeName(node))
                : Path.of(set.replace("{node}", nodeName(node)));
    }

    /** The properties file of a broker, there once the cluster was started or prepared. */
    public Path configFile(int node) {
        return dir.resolve(nodeName(node) + ".properties");
    }

    /** The properties file of a broker, as text. */
    String brokerConfig(int node) {
        Map<String, String> keys = new TreeMap<>();
        keys.put("clusterName", "RingMQ");
        keys.put("nodeId", nodeName(node));
        String founders = joined(NODES, this::member);
        keys.put("members", node < NODES ? founders : founders + "," + member(node));
        keys.put("join", Boolean.toString(node >= NODES));
        keys.put("rings", joined(rings(), r -> ringName(r) + ":" + clientPort(node, r)));
        keys.put("bindAddress", placement.hostOf(node));
        keys.put("advertisedAddress", placement.hostOf(node));
        keys.put("namesrvAddr", namesrvAddress());
        keys.put("dataDir", dataDir(node).toString());
        keys.put("adminKeyFile", adminKeyFile().toString());
        keys.put("flush", flush);
        keys.put("autoCreateTopicEnable", "true");
        keys.put("autoCreateSubscriptionGroup", "true");
        keys.put("segmentBytes", "64MiB");
        brokerKeys.forEach((key, value) -> keys.put(key, value.replace("{node}", nodeName(node))));
        return keys.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private String member(int node) {
        return nodeName(node) + "=" + raftAddress(node);
    }

    private static String joined(int count, java.util.function.IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
    }

    /** Writes the spec itself and the configuration files of the brokers. */
    void save() throws IOException {
        Files.createDirectories(dir);
        Properties properties = new Properties();
        properties.setProperty("namesrvPort", Integer.toString(namesrvPort));
        properties.setProperty("basePort", Integer.toString(basePort));
        properties.setProperty("rings", String.join(",", ringNames));
        properties.setProperty("flush", flush);
        properties.setProperty("heap", heap);
        properties.setProperty("namesrvHost", placement.namesrvHost());
        properties.setProperty("nodeHosts", String.join(",", placement.nodeHosts()));
        properties.setProperty("launcher", placement.launcher());
        brokerKeys.forEach((key, value) -> properties.setProperty(BROKER_PREFIX + key, value));
        try (var out = Files.newBufferedWriter(dir.resolve(FILE))) {
            properties.store(out, "A local cluster; written when it was started");
        }
        makeAdminKey();
        for (int node = 0; node < NODES; node++) {
            Files.writeString(configFile(node), brokerConfig(node));
        }
    }

    /** Writes the configuration file of a node that waits to be added. */
    void saveJoiner(int node) throws IOException {
        Files.writeString(configFile(node), brokerConfig(node));
    }

    /** Whether a node belongs to the cluster, or was started to be added to it. */
    boolean hasNode(int node) {
        return node < NODES || Files.exists(configFile(node));
    }

    private void makeAdminKey() throws IOException {
        if (Files.notExists(adminKeyFile())) {
            byte[] secret = new byte[ADMIN_KEY_BYTES];
            new SecureRandom().nextBytes(secret);
            Files.createFile(adminKeyFile(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(adminKeyFile(), HexFormat.of().formatHex(secret));
        }
    }

    static boolean existsIn(Path dir) {
        return Files.exists(dir.resolve(FILE));
    }

    /** The spec of a cluster that was started in a directory. */
    static ClusterSpec load(Path dir) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(dir.resolve(FILE))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> brokerKeys = properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(BROKER_PREFIX))
                .collect(Collectors.toMap(name -> name.substring(BROKER_PREFIX.length()), properties::getProperty));
        return new ClusterSpec(
                dir,
                Integer.parseInt(properties.getProperty("namesrvPort")),
                Integer.parseInt(properties.getProperty("basePort")),
                List.of(properties.getProperty("rings").split(",")),
                properties.getProperty("flush"),
                properties.getProperty("heap"),
                brokerKeys,
                placement(properties));
    }

    private static Placement placement(Properties properties) {
        String nodeHosts = properties.getProperty("nodeHosts", "");
        return new Placement(
                properties.getProperty("namesrvHost", Placement.LOOPBACK.namesrvHost()),
                nodeHosts.isEmpty() ? List.of() : List.of(nodeHosts.split(",")),
                properties.getProperty("launcher", ""));
    }
}
