package io.ringmq.systemtests;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A cluster for tests, on ports that are free, in a directory below {@code target/clusters} that keeps its logs. Closing
 * it kills every process, and so does the end of this JVM.
 */
final class ClusterHarness implements AutoCloseable {
    private static final String DIR_PROPERTY = "ringmq.cluster.dir";
    private static final Duration PULL_TIMEOUT = Duration.ofSeconds(60);

    private final LocalCluster cluster;

    private ClusterHarness(LocalCluster cluster) {
        this.cluster = cluster;
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
    }

    /** @param name of the directory; {@code changes} makes the shape that the test needs from the default one */
    static ClusterHarness start(String name, UnaryOperator<ClusterSpec> changes) {
        Await await = new Await(Clock.systemUTC());
        ClusterSpec spec = Ports.free(changes.apply(ClusterSpec.defaults(directory(name, await))));
        ClusterHarness harness = new ClusterHarness(LocalCluster.start(spec, Distribution.fromSystemProperty(), await));
        harness.cluster.awaitAllRegistered();
        return harness;
    }

    /** A directory that no earlier run has used. */
    static Path directory(String name, Await await) {
        String parent = System.getProperty(DIR_PROPERTY, "target/clusters");
        return Path.of(parent, name + "-" + await.clock().millis());
    }

    LocalCluster cluster() {
        return cluster;
    }

    /** Stock programs of a release that talk to this cluster. */
    StockClient stock(StockVersion version) {
        return new StockClient(
                cluster.distribution(),
                version,
                cluster.spec().namesrvAddress(),
                cluster.spec().dir().resolve("client-" + version));
    }

    /** Every message that the queues of a topic hold, in the order of each queue. */
    List<Event> stored(String topic) {
        return stock(StockVersion.V5_5_0)
                .run("StockPullConsumer", PULL_TIMEOUT, "--topic", topic, "--group", "counting")
                .of("consumed");
    }

    /** How often the queues of a topic hold a message, by its id. */
    Map<String, Integer> storedIds(String topic) {
        Map<String, Integer> counts = new TreeMap<>();
        stored(topic).forEach(message -> counts.merge(message.get("id"), 1, Integer::sum));
        return counts;
    }

    @Override
    public void close() {
        cluster.discard();
        cluster.close();
    }
}
