package io.ringmq.bench.compare;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.system.BenchSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A system that has been started, and the client it is measured with.
 *
 * @param label of the kind of system
 * @param setup what all contestants of a program share
 * @param topics how many topics it was asked for: each gets a new name
 */
record Contestant(BenchSystem system, String label, LoadClientKind client, Setup setup, AtomicInteger topics)
        implements AutoCloseable {

    /**
     * What load generators are started with.
     *
     * @param dir for logs
     */
    record Setup(Distribution distribution, Path dir, Await await) {
        Clock clock() {
            return await.clock();
        }
    }

    static Contestant of(BenchSystem system, String label, LoadClientKind client, Setup setup) {
        return new Contestant(system, label, client, setup, new AtomicInteger());
    }

    /** Another one on the same system, which may see it otherwise; they share the names of topics. */
    Contestant beside(BenchSystem view, LoadClientKind other) {
        return new Contestant(view, label, other, setup, topics);
    }

    Await await() {
        return setup.await();
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("system", label);
        labels.put("client", client.label());
        return labels;
    }

    /** The line of this system in a results file. */
    Result facts(String run, String flush) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run", run);
        labels.putAll(labels());
        labels.put("flush", flush);
        system.facts().forEach((name, value) -> labels.put(labels.containsKey(name) ? name + " means" : name, value));
        return new Result("system", labels, Map.of());
    }

    /** Creates a topic that nothing was written to. */
    String newTopic(Workload workload, int queues) {
        String topic = workload.label() + "-" + topics.incrementAndGet();
        system.createTopic(topic, queues);
        return topic;
    }

    /** Starts a load generator against this system. */
    EventProcess load(List<String> arguments, Consumer<Event> listener) {
        return LoadGenerator.start(
                setup.distribution(), client, setup.dir().resolve(label + "-client"), arguments, listener);
    }

    /** Ends the system and deletes its data. */
    @Override
    public void close() {
        system.close();
    }
}
