package io.ringmq.bench.compare;

import io.ringmq.bench.report.Metric;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.report.ResultFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Appends the results of one run to a file and shows them as they come. */
final class Recorder implements Consumer<Result> {
    private final ResultFile file;
    private final String run;

    /** Begins with the facts of the run. */
    Recorder(ResultFile file, Result facts) {
        this.file = file;
        this.run = facts.label("run");
        file.accept(facts);
    }

    /** The labels that every result of the run has. */
    Map<String, String> labels(String flush) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run", run);
        labels.put("flush", flush);
        return labels;
    }

    String run() {
        return run;
    }

    @Override
    public void accept(Result result) {
        file.accept(result);
        if (result.type().equals("window")) {
            System.out.println(describe(result));
        }
    }

    /** A window in a line; which side it is of tells more than the system, where both sides are of one. */
    static String describe(Result window) {
        String side = window.label("side");
        StringBuilder line = new StringBuilder("  ")
                .append(window.label("workload"))
                .append(side.isEmpty() ? " " : " " + side + " ")
                .append(window.label("system"))
                .append(" (")
                .append(window.label("client"))
                .append(")");
        for (Metric metric : Metric.values()) {
            OptionalDouble value = window.value(metric.field());
            if (value.isPresent()) {
                line.append(", ").append(metric.heading()).append(' ').append(metric.format(value.getAsDouble()));
            }
        }
        return line.toString();
    }
}
