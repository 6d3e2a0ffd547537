package io.ringmq.bench.micro;

import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.JavaCommand;
import io.ringmq.bench.report.MachineFacts;
import io.ringmq.bench.report.MicroTable;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.report.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scripts/bench jmh}: the pieces that every message passes, one by one. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        description =
                "Runs the JMH benchmarks: record encode, frame append, queue index put and lookup, header decode, apply.")
public final class MicroCommand implements Callable<Integer> {
    private static final String MAIN = "org.openjdk.jmh.Main";

    @Option(
            names = "--results",
            defaultValue = ResultFile.DEFAULT,
            description = "file that results are appended to (${DEFAULT-VALUE})")
    private Path results = Path.of(ResultFile.DEFAULT);

    @Parameters(
            arity = "0..*",
            paramLabel = "JMH",
            description = "after --: arguments of JMH, such as a part of a benchmark's name, -f 3, -prof gc, -h")
    private List<String> jmhArguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Distribution distribution = Distribution.fromSystemProperty();
        Path csv = Files.createTempFile("jmh-", ".csv");
        List<String> arguments = new ArrayList<>(jmhArguments);
        arguments.addAll(List.of("-rf", "csv", "-rff", csv.toString()));
        int status = new ProcessBuilder(JavaCommand.of(List.of(), distribution.microBenchmarks(), MAIN, arguments))
                .inheritIO()
                .start()
                .waitFor();
        List<String> lines = Files.readAllLines(csv);
        Files.delete(csv);
        if (status == 0 && !lines.isEmpty()) {
            record(distribution.home(), lines);
        }
        return status;
    }

    private void record(Path home, List<String> lines) {
        String command = "scripts/bench jmh -- " + String.join(" ", jmhArguments);
        Result facts = MachineFacts.ofRun(Clock.systemUTC(), home, command.strip());
        List<Result> measured = JmhCsv.parse(lines, facts.label("run"));
        ResultFile file = new ResultFile(results);
        file.accept(facts);
        measured.forEach(file);
        System.out.println();
        System.out.println(MicroTable.text(measured));
    }
}
