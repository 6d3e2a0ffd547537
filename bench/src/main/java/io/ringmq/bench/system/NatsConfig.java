package io.ringmq.bench.system;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Configuration of three clustered NATS servers with JetStream.
 *
 * <pre>
 * port of              is
 * node i, clients      basePort + i
 * node i, routes       basePort + 10 + i
 * node i, monitoring   basePort + 20 + i
 * </pre>
 *
 * @param dir of the system
 */
record NatsConfig(Path dir, int basePort) {
    private static final int ROUTES = 10;
    private static final int MONITORING = 20;

    static List<Integer> ports(int basePort) {
        return IntStream.range(0, Replicas.NODES)
                .boxed()
                .flatMap(node ->
                        List.of(basePort + node, basePort + ROUTES + node, basePort + MONITORING + node).stream())
                .toList();
    }

    int clientPort(int node) {
        return basePort + node;
    }

    int monitoringPort(int node) {
        return basePort + MONITORING + node;
    }

    String urls() {
        return joined(",", node -> "nats://127.0.0.1:" + clientPort(node));
    }

    Path file(int node) {
        return dir.resolve(PeerSystem.nodeName(node) + ".conf");
    }

    /** The configuration file of a node. */
    String server(int node) {
        String name = PeerSystem.nodeName(node);
        return """
                server_name: %s
                listen: 127.0.0.1:%d
                http: 127.0.0.1:%d
                jetstream { store_dir: "%s", max_memory_store: 256MB, max_file_store: 40GB }
                cluster { name: peers, listen: 127.0.0.1:%d, routes: [ %s ] }
                max_pending: 256MB
                """.formatted(
                        name,
                        clientPort(node),
                        monitoringPort(node),
                        PeerSystem.dataDir(dir).resolve(name),
                        basePort + ROUTES + node,
                        joined(", ", n -> "nats-route://127.0.0.1:" + (basePort + ROUTES + n)));
    }

    private static String joined(String separator, IntFunction<String> part) {
        return IntStream.range(0, Replicas.NODES).mapToObj(part).collect(Collectors.joining(separator));
    }
}
