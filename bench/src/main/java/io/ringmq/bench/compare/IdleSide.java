package io.ringmq.bench.compare;

import io.ringmq.bench.report.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A system at rest: its three brokers with a topic that nobody uses. */
final class IdleSide implements Side {
    private final Contestant contestant;
    private final Duration settle;
    private final Duration measured;

    private IdleSide(Contestant contestant, LoadPlan plan) {
        this.contestant = contestant;
        this.settle = Duration.ofSeconds(plan.warmupSeconds());
        this.measured = Duration.ofSeconds(plan.seconds());
    }

    /** Creates a topic on a running system. */
    static IdleSide start(Contestant contestant, LoadPlan plan) {
        contestant.newTopic(Workload.IDLE, plan.queues());
        return new IdleSide(contestant, plan);
    }

    @Override
    public Map<String, String> labels() {
        return contestant.labels();
    }

    @Override
    public void resume() {
        contestant.system().resume();
    }

    @Override
    public void pause() {
        contestant.system().pause();
    }

    @Override
    public Map<String, Double> measure() {
        contestant.await().pause(settle);
        List<Long> pids = contestant.system().brokerPids();
        CpuSample before = CpuSample.now(pids);
        Instant start = contestant.setup().clock().instant();
        contestant.await().pause(measured);
        CpuSample used = CpuSample.now(pids).since(before);
        double elapsedUs =
                Duration.between(start, contestant.setup().clock().instant()).toNanos() / 1_000.0;
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(Metric.BROKER_CORES.field(), used.brokersUs() / elapsedUs);
        metrics.put(Metric.OTHER_CORES.field(), (used.machineUs() - used.brokersUs()) / elapsedUs);
        metrics.putAll(WindowMetrics.memory(pids));
        return metrics;
    }

    @Override
    public void close() {
        // There is no load to end.
    }
}
