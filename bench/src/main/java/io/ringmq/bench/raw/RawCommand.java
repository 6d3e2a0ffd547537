package io.ringmq.bench.raw;

import com.sun.management.OperatingSystemMXBean;
import io.ringmq.bench.report.MachineFacts;
import io.ringmq.bench.report.RawTable;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.report.ResultFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench raw}: the limits that every replicated log on this machine runs into. */
@Command(
        name = "raw",
        mixinStandardHelpOptions = true,
        description = "Measures what loopback and files of this machine can do, without any broker.")
public final class RawCommand implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "over all limits (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--millis", defaultValue = "2000", description = "for each limit and round (${DEFAULT-VALUE})")
    private int millis;

    @Option(
            names = "--dir",
            defaultValue = "data/bench",
            description = "directory on the file system to measure (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "bench");

    @Option(
            names = "--results",
            defaultValue = ResultFile.DEFAULT,
            description = "file that results are appended to (${DEFAULT-VALUE})")
    private Path results = Path.of(ResultFile.DEFAULT);

    @Override
    public Integer call() throws IOException {
        ResultFile file = new ResultFile(results);
        Path home = Path.of(System.getProperty("ringmq.home", "")).toAbsolutePath();
        Result facts = MachineFacts.ofRun(
                Clock.systemUTC(), home, "scripts/bench raw --rounds " + rounds + " --millis " + millis);
        file.accept(facts);
        List<Result> measured = new ArrayList<>();
        Meter meter = meter();
        for (int round = 0; round < rounds; round++) {
            for (RawLimit limit : limits()) {
                Result result = result(facts.label("run"), round, limit, meter);
                file.accept(result);
                measured.add(result);
                System.out.println("  round " + (round + 1) + ", " + limit.name());
            }
        }
        System.out.println();
        System.out.println(RawTable.text(measured));
        return 0;
    }

    private Result result(String run, int round, RawLimit limit, Meter meter) throws IOException {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run", run);
        labels.put("name", limit.name());
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("round", (double) round);
        values.putAll(limit.measure(meter, TimeUnit.MILLISECONDS.toNanos(millis)));
        return new Result("raw", labels, values);
    }

    private List<RawLimit> limits() {
        return List.of(
                new EchoLimit(1),
                new EchoLimit(256),
                new AppendLimit(dir, 0),
                new AppendLimit(dir, 1),
                new AppendLimit(dir, 32),
                new AppendLimit(dir, 256),
                new CopyLimit(1),
                new CopyLimit(3));
    }

    private static Meter meter() {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Meter(System::nanoTime, process::getProcessCpuTime);
    }
}
