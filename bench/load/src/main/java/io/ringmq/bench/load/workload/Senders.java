package io.ringmq.bench.load.workload;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The client instances that threads share, thread by thread in turn, and the bodies they send. */
public final class Senders implements AutoCloseable {
    private final List<Sender> instances;
    private final Bodies bodies;

    private Senders(List<Sender> instances, Bodies bodies) {
        this.instances = instances;
        this.bodies = bodies;
    }

    /** Opens the instances, at least one. */
    public static Senders open(LoadClient client, Tuning tuning, Bodies bodies, int instances) {
        if (instances < 1) {
            throw new IllegalArgumentException("--connections must be 1 or more but is " + instances);
        }
        return new Senders(
                IntStream.range(0, instances)
                        .mapToObj(i -> client.openSender(tuning, "sender-" + i))
                        .toList(),
                bodies);
    }

    Bodies bodies() {
        return bodies;
    }

    /** Something for each of a number of threads. Called once: it gives out the sender numbers from 0. */
    <T> List<T> forThreads(int threads, BiFunction<Sender, Bodies.Source, T> make) {
        return IntStream.range(0, threads)
                .mapToObj(i -> make.apply(instances.get(i % instances.size()), bodies.source(i)))
                .toList();
    }

    @Override
    public void close() {
        instances.forEach(Sender::close);
    }
}
