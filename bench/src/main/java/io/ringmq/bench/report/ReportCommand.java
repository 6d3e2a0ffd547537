package io.ringmq.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench report}: makes the generated sections of docs/performance.md and its plots. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Renders the results into the generated sections of docs/performance.md and into SVG plots.")
public final class ReportCommand implements Callable<Integer> {
    @Option(
            names = "--results",
            defaultValue = ResultFile.DEFAULT,
            description = "the results to render (${DEFAULT-VALUE})")
    private Path results = Path.of(ResultFile.DEFAULT);

    @Option(
            names = "--document",
            defaultValue = "docs/performance.md",
            description = "the document; what is outside of its markers stays (${DEFAULT-VALUE})")
    private Path document = Path.of("docs", "performance.md");

    @Override
    public Integer call() throws IOException {
        PerformanceReport report = PerformanceReport.of(new ResultFile(results).read());
        String before = Files.exists(document) ? Files.readString(document) : "# Performance\n";
        Path plots = document.toAbsolutePath().resolveSibling("plots");
        Files.createDirectories(plots);
        Files.writeString(document, Sections.replace(before, report.sections()));
        for (Map.Entry<String, String> plot : report.plots().entrySet()) {
            Files.writeString(plots.resolve(plot.getKey()), plot.getValue());
        }
        System.out.println("wrote " + document + " and " + report.plots().size() + " plots in " + plots);
        return 0;
    }
}
