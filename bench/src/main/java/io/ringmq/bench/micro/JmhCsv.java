package io.ringmq.bench.micro;

import io.ringmq.bench.report.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What JMH writes with {@code -rf csv}.
 *
 * <pre>
 * "Benchmark","Mode","Threads","Samples","Score","Score Error (99,9%)","Unit","Param: records"
 * "io.ringmq.bench.jmh.FrameAppendBenchmark.append","avgt",1,5,3.1,0.2,"us/op",1
 * </pre>
 */
final class JmhCsv {
    private static final String PARAMETER = "Param: ";

    private JmhCsv() {}

    /** A result for each line after the first. */
    static List<Result> parse(List<String> lines, String run) {
        List<Result> results = new ArrayList<>();
        List<String> headings = lines.isEmpty() ? List.of() : cells(lines.get(0));
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            results.add(result(headings, cells(line), run));
        }
        return results;
    }

    private static Result result(List<String> headings, List<String> cells, String run) {
        Map<String, String> labels = new LinkedHashMap<>();
        Map<String, Double> values = new LinkedHashMap<>();
        List<String> parameters = new ArrayList<>();
        labels.put("run", run);
        for (int i = 0; i < Math.min(headings.size(), cells.size()); i++) {
            String heading = headings.get(i);
            String cell = cells.get(i);
            if (heading.equals("Benchmark")) {
                labels.put("name", cell.replaceFirst(".*\\.(\\w+)Benchmark\\.", "$1."));
            } else if (heading.equals("Unit")) {
                labels.put("unit", cell);
            } else if (heading.equals("Score")) {
                values.put("score", Double.parseDouble(cell));
            } else if (heading.startsWith("Score Error") && !cell.equals("NaN")) {
                values.put("error", Double.parseDouble(cell));
            } else if (heading.startsWith(PARAMETER) && !cell.isEmpty()) {
                parameters.add(heading.substring(PARAMETER.length()) + "=" + cell);
            }
        }
        labels.put("parameters", String.join(" ", parameters));
        return new Result("jmh", labels, values);
    }

    /** The cells of a line; commas within quotes do not separate. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : (line + ",").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        return cells;
    }
}
