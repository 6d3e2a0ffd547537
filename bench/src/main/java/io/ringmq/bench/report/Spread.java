package io.ringmq.bench.report;

import java.util.Arrays;
import java.util.Collection;

/**
 * Several measurements of the same thing.
 *
 * @param median the middle one; of an even number the mean of the two in the middle
 */
public record Spread(double min, double median, double max, int count) {
    /** Their spread; there must be at least one. */
    public static Spread of(Collection<Double> measured) {
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("no measurement, no spread");
        }
        double[] sorted =
                measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, Arrays.stream(sorted).max().orElseThrow(), sorted.length);
    }

    /** The median with the ends, as ratios. */
    public String asRatio() {
        return "**" + Numbers.ratio(median) + "** (" + Numbers.ratio(min) + ".." + Numbers.ratio(max) + ")";
    }
}
