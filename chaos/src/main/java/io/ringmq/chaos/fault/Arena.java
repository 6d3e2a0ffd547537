package io.ringmq.chaos.fault;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What faults have to work with. For one thread. */
public final class Arena {
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(60);

    private final LocalCluster cluster;
    private final @Nullable Namespaces network;
    private final @Nullable LoopDisks disks;
    private final Consumer<String> notes;
    private final LongSupplier acknowledged;
    private Random random = new Random(0);

    /**
     * An arena.
     *
     * @param network the namespaces that the nodes run in; null if they share the network of this process
     * @param disks the disks that hold the nodes' data; null if they share a file system
     * @param notes hears what is done, in words
     * @param acknowledged tells how many sends have been acknowledged so far
     */
    public Arena(
            LocalCluster cluster,
            @Nullable Namespaces network,
            @Nullable LoopDisks disks,
            Consumer<String> notes,
            LongSupplier acknowledged) {
        this.cluster = cluster;
        this.network = network;
        this.disks = disks;
        this.notes = notes;
        this.acknowledged = acknowledged;
    }

    /** Everything that the next fault decides by lot follows from this seed. */
    public void reseed(long seed) {
        random = new Random(seed);
    }

    /**
     * Waits until every node runs and is registered for every ring.
     *
     * @throws io.ringmq.bench.process.AwaitException if that takes too long
     */
    public void awaitWhole() {
        cluster.awaitAllRegistered();
    }

    LocalCluster cluster() {
        return cluster;
    }

    Random random() {
        return random;
    }

    Namespaces network() {
        return Objects.requireNonNull(network, "the cluster has no network of its own");
    }

    LoopDisks disks() {
        return Objects.requireNonNull(disks, "the cluster has no disks of its own");
    }

    /** Sends that have been acknowledged so far. */
    long acknowledged() {
        return acknowledged.getAsLong();
    }

    void note(String text) {
        notes.accept(text);
    }

    /** The names of nodes, for notes. */
    String names(List<Integer> nodes) {
        return nodes.stream().map(cluster.spec()::nodeName).toList().toString();
    }

    /** Lets the fault last for a time drawn from a range, under load. */
    void last(int fromMs, int toMs) {
        cluster.await().pause(Duration.ofMillis(random.nextInt(fromMs, toMs)));
    }

    /** The node that leads some ring. */
    int leader() {
        int ring = random.nextInt(cluster.spec().rings());
        return cluster.await().first("a leader of ring " + ring, LEADER_TIMEOUT, () -> runningLeader(ring));
    }

    private OptionalInt runningLeader(int ring) {
        OptionalInt leader = cluster.leader(ring);
        return leader.isPresent() && cluster.isRunning(leader.getAsInt()) ? leader : OptionalInt.empty();
    }

    /** All nodes, in an order drawn by lot. */
    List<Integer> shuffledNodes() {
        List<Integer> nodes =
                new ArrayList<>(IntStream.range(0, ClusterSpec.NODES).boxed().toList());
        Collections.shuffle(nodes, random);
        return nodes;
    }

    /** Starts nodes again in the order given; several recover at the same time. */
    void start(List<Integer> nodes) {
        nodes.forEach(cluster::launchNode);
        cluster.awaitAllRegistered();
    }
}
