package io.ringmq.bench.system;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Configuration of three Kafka nodes, each broker and KRaft controller at once. Node ids are 1 to 3.
 *
 * <pre>
 * port of              is
 * node i, clients      basePort + i
 * node i, controller   basePort + 10 + i
 * </pre>
 *
 * @param dir of the system
 */
record KafkaConfig(Path dir, int basePort, FlushMode flush) {
    private static final int CONTROLLER = 10;

    static List<Integer> ports(int basePort) {
        return IntStream.range(0, Replicas.NODES)
                .boxed()
                .flatMap(node -> List.of(basePort + node, basePort + CONTROLLER + node).stream())
                .toList();
    }

    int clientPort(int node) {
        return basePort + node;
    }

    /** What clients call bootstrap.servers. */
    String bootstrapServers() {
        return joined(node -> "127.0.0.1:" + clientPort(node));
    }

    Path file(int node) {
        return dir.resolve(PeerSystem.nodeName(node) + ".properties");
    }

    /** The server.properties of a node. */
    String server(int node) {
        int controllerPort = basePort + CONTROLLER + node;
        String listener = "PLAINTEXT://127.0.0.1:" + clientPort(node);
        String properties = """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                listeners=%s,CONTROLLER://127.0.0.1:%d
                advertised.listeners=%s
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%s
                num.partitions=8
                default.replication.factor=3
                min.insync.replicas=2
                offsets.topic.replication.factor=3
                transaction.state.log.replication.factor=3
                transaction.state.log.min.isr=2
                share.coordinator.state.topic.replication.factor=3
                share.coordinator.state.topic.min.isr=2
                group.initial.rebalance.delay.ms=0
                auto.create.topics.enable=false
                log.retention.hours=24
                """.formatted(
                        node + 1,
                        joined(n -> (n + 1) + "@127.0.0.1:" + (basePort + CONTROLLER + n)),
                        listener,
                        controllerPort,
                        listener,
                        PeerSystem.dataDir(dir).resolve(PeerSystem.nodeName(node)));
        return flush == FlushMode.SYNC ? properties + "log.flush.interval.messages=1\n" : properties;
    }

    Path loggingFile() {
        return dir.resolve("log4j2.properties");
    }

    /** Everything to standard output, as a start is recognised there. */
    static String logging() {
        return """
                rootLogger.level=info
                rootLogger.appenderRef.out.ref=out
                appender.out.type=Console
                appender.out.name=out
                appender.out.layout.type=PatternLayout
                appender.out.layout.pattern=%d %p %m (%c)%n
                """;
    }

    private static String joined(IntFunction<String> part) {
        return IntStream.range(0, Replicas.NODES).mapToObj(part).collect(Collectors.joining(","));
    }
}
