package io.ringmq.bench.report;

import io.ringmq.bench.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Latency percentiles of several systems as groups of bars on a logarithmic axis of milliseconds. */
final class LatencyPlot {
    /** So that the title fits. */
    private static final int MIN_WIDTH = 580;

    private static final int LEFT = 70;
    private static final int TOP = 60;
    private static final int BOTTOM = 320;
    private static final int BAR = 22;
    private static final int GROUP = 4 * BAR + 60;
    private static final double MS = 1000;
    private static final List<Metric> PERCENTILES = List.of(Metric.P50_US, Metric.P99_US, Metric.P999_US);
    private static final List<String> COLOURS = List.of("#9ecae1", "#4292c6", "#084594");

    /** One system, with its latencies by metric. */
    record Group(String name, Map<Metric, Spread> latencies) {
        private List<Double> milliseconds() {
            return PERCENTILES.stream()
                    .flatMap(metric -> Stream.ofNullable(latencies.get(metric)))
                    .flatMap(spread -> Stream.of(spread.min() / MS, spread.max() / MS))
                    .toList();
        }
    }

    private LatencyPlot() {}

    static String draw(String title, List<Group> groups) {
        int width = Math.max(LEFT + GROUP * groups.size() + 20, MIN_WIDTH);
        Svg svg = new Svg(width, BOTTOM + 50);
        List<Double> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.milliseconds()));
        LogScale y = LogScale.over(all, BOTTOM, TOP);
        svg.text(12, 22, Anchor.START, title);
        svg.text(
                12,
                42,
                Anchor.START,
                "p50, p99, p99.9, milliseconds; bar: median of the windows; whisker: all windows");
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), width - 10, y.at(tick), "#dddddd");
            svg.text(LEFT - 8, y.at(tick) + 4, Anchor.END, Numbers.plain(tick));
        }
        for (int i = 0; i < groups.size(); i++) {
            drawGroup(svg, y, groups.get(i), LEFT + 20 + GROUP * i);
        }
        return svg.file();
    }

    private static void drawGroup(Svg svg, LogScale y, Group group, double left) {
        for (int i = 0; i < PERCENTILES.size(); i++) {
            Spread spread = group.latencies().get(PERCENTILES.get(i));
            if (spread != null) {
                double x = left + i * (BAR + 4);
                double top = y.at(spread.median() / MS);
                svg.rect(x, top, BAR, BOTTOM - top, COLOURS.get(i));
                double middle = x + BAR / 2.0;
                svg.line(middle, y.at(spread.min() / MS), middle, y.at(spread.max() / MS), "#222222");
            }
        }
        svg.text(left + 1.5 * (BAR + 4), BOTTOM + 20, Anchor.MIDDLE, group.name());
    }
}
