package io.ringmq.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A logarithmic axis over whole decades, from {@code fromPx} for {@code low} to {@code toPx} for {@code high}. */
record LogScale(double low, double high, double fromPx, double toPx) {
    private static final double SMALLEST = 1e-6;

    /** An axis whose decades hold all the values that are above 0. */
    static LogScale over(Collection<Double> values, double fromPx, double toPx) {
        double min =
                values.stream().mapToDouble(v -> Math.max(v, SMALLEST)).min().orElse(1);
        double max =
                values.stream().mapToDouble(v -> Math.max(v, SMALLEST)).max().orElse(1);
        double low = Math.pow(10, Math.floor(Math.log10(min)));
        double high = Math.pow(10, Math.ceil(Math.log10(max)));
        return new LogScale(low, Math.max(high, low * 10), fromPx, toPx);
    }

    double at(double value) {
        double within = Math.min(Math.max(value, low), high);
        return fromPx + (toPx - fromPx) * Math.log10(within / low) / Math.log10(high / low);
    }

    /** The powers of ten of the axis, ends included. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        int first = (int) Math.round(Math.log10(low));
        int last = (int) Math.round(Math.log10(high));
        for (int power = first; power <= last; power++) {
            ticks.add(Math.pow(10, power));
        }
        return ticks;
    }
}
