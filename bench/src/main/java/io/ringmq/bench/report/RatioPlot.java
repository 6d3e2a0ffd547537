package io.ringmq.bench.report;

import io.ringmq.bench.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Horizontal bars of ratios from 1x on a logarithmic axis, with whiskers from min to max and a mark for each target. */
final class RatioPlot {
    private static final int WIDTH = 940;
    private static final int LEFT = 270;
    private static final int RIGHT = 830;
    private static final int TOP = 64;
    private static final int ROW = 26;
    private static final int BAR = 14;
    private static final String REACHED = "#2a7f62";
    private static final String MISSED = "#c0504d";
    private static final String GRID = "#dddddd";
    private static final String INK = "#222222";

    /** One bar. */
    record Bar(String name, Spread ratio, Target target) {}

    private RatioPlot() {}

    static String draw(String title, List<Bar> bars) {
        int bottom = TOP + ROW * bars.size();
        Svg svg = new Svg(WIDTH, bottom + 40);
        List<Double> all = new ArrayList<>(List.of(1.0));
        bars.forEach(bar -> Stream.of(
                        bar.ratio().min(), bar.ratio().max(), bar.target().limit())
                .forEach(all::add));
        LogScale x = LogScale.over(all, LEFT, RIGHT);
        svg.text(12, 22, Anchor.START, title);
        svg.text(
                12,
                42,
                Anchor.START,
                "bar: median ratio ours : theirs; whisker: all pairs; black mark: target; red: missed");
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP - 6, x.at(tick), bottom, GRID);
            svg.text(x.at(tick), bottom + 18, Anchor.MIDDLE, Numbers.plain(tick) + "x");
        }
        for (int i = 0; i < bars.size(); i++) {
            drawBar(svg, x, bars.get(i), TOP + ROW * i);
        }
        svg.line(x.at(1), TOP - 6, x.at(1), bottom, INK);
        return svg.file();
    }

    private static void drawBar(Svg svg, LogScale x, Bar bar, double top) {
        Spread ratio = bar.ratio();
        double middle = top + BAR / 2.0;
        double from = Math.min(x.at(1), x.at(ratio.median()));
        double to = Math.max(x.at(1), x.at(ratio.median()));
        boolean reached = bar.target().isReachedBy(ratio.median());
        svg.text(LEFT - 10, top + BAR - 3, Anchor.END, bar.name());
        svg.rect(from, top, to - from, BAR, reached ? REACHED : MISSED);
        svg.line(x.at(ratio.min()), middle, x.at(ratio.max()), middle, INK);
        svg.line(x.at(ratio.min()), middle - 4, x.at(ratio.min()), middle + 4, INK);
        svg.line(x.at(ratio.max()), middle - 4, x.at(ratio.max()), middle + 4, INK);
        svg.rect(x.at(bar.target().limit()) - 1.5, top - 3, 3, BAR + 6, INK);
        svg.text(RIGHT + 8, top + BAR - 3, Anchor.START, Numbers.ratio(ratio.median()) + (reached ? "" : " missed"));
    }
}
