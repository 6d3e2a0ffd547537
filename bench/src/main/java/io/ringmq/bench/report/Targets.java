package io.ringmq.bench.report;

import io.ringmq.bench.report.Target.Bound;
import java.util.ArrayList;
import java.util.List;

/** The ratios the project sets itself, at 1 KiB, by workload, metric and peer. */
public final class Targets {
    /** The peers, in the order of the columns below. */
    public static final List<String> PEERS = List.of("rocketmq-dledger", "rocketmq-controller", "kafka", "nats");

    private static final List<Target> ALL = build();

    private Targets() {}

    public static List<Target> all() {
        return ALL;
    }

    /**
     * The systems and clients that a target against a peer speaks of: the stock client on ours against a RocketMQ, our SDK
     * against the others.
     */
    public static Comparison.Sides sides(String peer) {
        return peer.startsWith("rocketmq")
                ? new Comparison.Sides("ringmq", "stock", peer, "stock")
                : new Comparison.Sides("ringmq", "sdk", peer, peer);
    }

    private static List<Target> build() {
        Table table = new Table();
        table.atMost("W1 p50", "w1", Metric.P50_US, 0.35, 0.3, 0.4, 0.9);
        table.atLeast("W2 throughput", "w2", Metric.MESSAGES_PER_SECOND, 4, 2.2, 4, 1.5);
        table.atMost("W2 p99", "w2", Metric.P99_US, 0.2, 0.3, 0.3, 0.7);
        table.atMost("W2 broker CPU per message", "w2", Metric.BROKER_CPU_US, 0.1, 0.2, 0.15, 0.3);
        table.atLeast("W3 throughput", "w3", Metric.MESSAGES_PER_SECOND, 4, 2, 1.5, 1.3);
        table.atLeast("W4 throughput", "w4", Metric.MESSAGES_PER_SECOND, 6, 1.4, 1.3, 2.5);
        table.atMost("W4 broker CPU per message", "w4", Metric.BROKER_CPU_US, 0.15, 0.65, 0.7, 0.35);
        table.atMost("W5 end-to-end p99 at 2,000 msg/s", "latency", Metric.P99_US, 0.05, 0.3, 0.1, 1);
        table.atLeast("W5 drain", "drain", Metric.MESSAGES_PER_SECOND, 1.5, 1.2, 1, 1);
        table.atMost("W6 longest gap, default settings", "w6", Metric.THREAD_GAP_MS, 0.08, 0.1, 0.25, 0.5);
        table.atMost("idle CPU of the three brokers", "idle", Metric.BROKER_CORES, 0.15, 0.2, 0.5);
        table.rows.add(new Target(
                "idle CPU of the three brokers", "idle", Metric.BROKER_CORES, "nats", Bound.AT_MOST, 0.05, true));
        return List.copyOf(table.rows);
    }

    /** Rows as the table has them: one limit for each peer, in order. */
    private static final class Table {
        private final List<Target> rows = new ArrayList<>();

        void atLeast(String row, String workload, Metric metric, double... limits) {
            add(row, workload, metric, Bound.AT_LEAST, limits);
        }

        void atMost(String row, String workload, Metric metric, double... limits) {
            add(row, workload, metric, Bound.AT_MOST, limits);
        }

        private void add(String row, String workload, Metric metric, Bound bound, double... limits) {
            for (int i = 0; i < limits.length; i++) {
                rows.add(new Target(row, workload, metric, PEERS.get(i), bound, limits[i], false));
            }
        }
    }
}
