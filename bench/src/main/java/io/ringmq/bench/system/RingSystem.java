package io.ringmq.bench.system;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.Signal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** RingMQ as this repository has built it. */
public final class RingSystem implements BenchSystem {
    /** Apart from the defaults, so that a cluster of {@code scripts/cluster} can run beside. */
    private static final int FIRST_BASE_PORT = 20_000;

    private static final int FIRST_NAMESRV_PORT = FIRST_BASE_PORT + 999;

    /** The ring that every topic's queue 0 is asked of; a topic exists on all rings. */
    private static final int RING = 0;

    private final LocalCluster cluster;
    private final Await await;
    private final boolean shared;
    private final String topicAttributes;

    private RingSystem(LocalCluster cluster, Await await, boolean shared, String topicAttributes) {
        this.cluster = cluster;
        this.await = await;
        this.shared = shared;
        this.topicAttributes = topicAttributes;
    }

    /**
     * The same cluster for one of several systems that take turns on it: it is not paused in between.
     *
     * @param attributes of its topics, such as {@code +deduplication=true}; empty for none
     */
    public RingSystem shared(String attributes) {
        return new RingSystem(cluster, await, true, attributes);
    }

    /** One ring in a directory that is not used yet, with peers' heap and segment size, on ports of its own. */
    public static ClusterSpec spec(Path dir, FlushMode flush) {
        return ClusterSpec.defaults(dir)
                .withPorts(FIRST_NAMESRV_PORT, FIRST_BASE_PORT)
                .withFlush(flush.word())
                .withHeap(PeerSystem.HEAP)
                .withBrokerKey("segmentBytes", "1GiB");
    }

    /**
     * Starts a cluster of any shape, on other ports if one of its own is taken, and waits until it is whole.
     *
     * @throws io.ringmq.bench.process.AwaitException with the end of a log if it does not start
     */
    public static RingSystem start(ClusterSpec spec, Await await) {
        LocalCluster cluster = LocalCluster.start(Ports.free(spec), Distribution.fromSystemProperty(), await);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
        RingSystem system = new RingSystem(cluster, await, false, "");
        boolean whole = false;
        try {
            system.awaitWhole();
            cluster.spreadLeaders();
            whole = true;
            return system;
        } finally {
            if (!whole) {
                system.close();
            }
        }
    }

    /** The cluster itself, for what only RingMQ has. */
    public LocalCluster cluster() {
        return cluster;
    }

    @Override
    public String name() {
        return SystemKind.RINGMQ.label() + "-" + cluster.spec().flush();
    }

    @Override
    public String address() {
        return cluster.spec().namesrvAddress();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", brokerJar());
        facts.put("jvm", PeerSystem.jvmVersion());
        facts.put("jvmOptions", String.join(" ", cluster.brokerJvmOptions()));
        facts.put("replication", "Raft, 3 nodes, rings: " + cluster.spec().rings());
        facts.put("acknowledgement", "written by a majority");
        facts.put(
                "flush",
                cluster.spec().flush().equals(FlushMode.SYNC.word())
                        ? "every node of the majority has forced the message to disk before it is acknowledged"
                        : "page cache; forced later");
        return facts;
    }

    private String brokerJar() {
        Path jar = Path.of(cluster.distribution().broker().split(":")[0]);
        return jar.getFileName().toString().replace(".jar", "");
    }

    @Override
    public void createTopic(String topic, int queues) {
        cluster.createTopic(topic, queues, topicAttributes);
    }

    @Override
    public List<Long> brokerPids() {
        return IntStream.range(0, NODES)
                .filter(cluster::isRunning)
                .mapToObj(cluster::pid)
                .toList();
    }

    @Override
    public void pause() {
        if (!shared) {
            Signal.STOP.send(cluster.processIds());
        }
    }

    @Override
    public void resume() {
        if (shared) {
            return;
        }
        Signal.CONT.send(cluster.processIds());
        await.untilSteady("a whole " + name(), PeerSystem.WHOLE_TIMEOUT, PeerSystem.STEADY, cluster::isWhole);
    }

    @Override
    public int leaderNode(String topic) {
        return await.first("a leader of " + name(), PeerSystem.LEADER_TIMEOUT, () -> cluster.leader(RING));
    }

    @Override
    public void kill(int node) {
        cluster.kill(node);
    }

    @Override
    public void startNode(int node) {
        cluster.startNode(node);
    }

    @Override
    public void awaitWhole() {
        await.until("a whole " + name(), PeerSystem.WHOLE_TIMEOUT, cluster::isWhole);
    }

    @Override
    public void close() {
        cluster.discard();
        cluster.close();
    }
}
