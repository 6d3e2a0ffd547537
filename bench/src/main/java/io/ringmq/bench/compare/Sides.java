package io.ringmq.bench.compare;

/** The side that a workload calls for. */
final class Sides {
    private Sides() {}

    /** Prepares a running system for a workload. */
    static Side start(Contestant contestant, Workload workload, LoadPlan plan) {
        return switch (workload) {
            case IDLE -> IdleSide.start(contestant, plan);
            case W6 -> new GapSide(contestant, plan);
            default -> LoadSide.start(contestant, workload, plan);
        };
    }
}
