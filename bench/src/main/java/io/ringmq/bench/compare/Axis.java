package io.ringmq.bench.compare;

import io.ringmq.bench.cluster.ClusterSpec;
import java.util.Locale;

/** What a scale benchmark varies. */
enum Axis {
    /** Queues that the topic has; the cluster holds them all, the load goes over as many as one topic may have. */
    QUEUES(Workload.W2, "8,1000,100000"),
    /** Rings, each with a leader of its own. */
    RINGS(Workload.W2, "1,3,9"),
    /** Connections that are open and idle beside the load. */
    CONNECTIONS(Workload.W2, "10,100,1000,10000"),
    /** Consumer groups that each receive every message. */
    GROUPS(Workload.LATENCY, "1,8,64");

    /** Of one topic; a cluster with more has more topics. */
    static final int MAX_TOPIC_QUEUES = 50_000;

    private final Workload workload;
    private final String defaultValues;

    Axis(Workload workload, String defaultValues) {
        this.workload = workload;
        this.defaultValues = defaultValues;
    }

    Workload workload() {
        return workload;
    }

    String defaultValues() {
        return defaultValues;
    }

    /** The cluster that a value calls for. */
    ClusterSpec shape(ClusterSpec spec, int value) {
        return this == RINGS ? spec.withRings(value) : spec;
    }

    /** The load that a value calls for. */
    LoadPlan plan(LoadPlan plan, int value) {
        return switch (this) {
            case QUEUES -> plan.withQueues(Math.min(value, MAX_TOPIC_QUEUES));
            case RINGS -> plan.withQueues(plan.queues() * value);
            case GROUPS -> plan.with("groups", Integer.toString(value));
            case CONNECTIONS -> plan;
        };
    }

    /** How results name a comparison of a value with the one that all are compared with. */
    String label(int value, int base) {
        return name().toLowerCase(Locale.ROOT) + "=" + value + ":" + base;
    }
}
