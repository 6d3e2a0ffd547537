package io.ringmq.bench.report;

/**
 * What a comparison has to show.
 *
 * @param row what it is called in the table
 * @param workload the label of the workload
 * @param peer the label of the system on the other side
 * @param limit of the ratio ours : theirs, or of our own value if {@code absolute}
 */
public record Target(
        String row, String workload, Metric metric, String peer, Bound bound, double limit, boolean absolute) {
    /** Which side of the limit is wanted. */
    public enum Bound {
        AT_LEAST,
        AT_MOST
    }

    public boolean isReachedBy(double value) {
        return bound == Bound.AT_LEAST ? value >= limit : value <= limit;
    }

    /** The target in words. */
    public String text() {
        String side = bound == Bound.AT_LEAST ? "at least " : "at most ";
        return absolute ? side + Numbers.plain(limit) + " cores" : side + Numbers.plain(limit) + "x";
    }
}
