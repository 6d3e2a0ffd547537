package io.ringmq.bench.compare;

import io.ringmq.bench.report.Result;
import io.ringmq.bench.report.WindowTable;
import io.ringmq.bench.system.SystemKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scripts/bench run}: one system alone. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Measures one system alone under one or more workloads and prints a table.")
public final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--system",
            defaultValue = "ringmq",
            converter = SystemKindConverter.class,
            description = "ringmq, rocketmq-dledger, rocketmq-controller, kafka or nats (${DEFAULT-VALUE})")
    private SystemKind system = SystemKind.RINGMQ;

    @Option(names = "--client", description = "stock (default) or sdk, if --system is ringmq")
    private @Nullable LoadClientKind client;

    @Option(
            names = "--workload",
            split = ",",
            defaultValue = "w2",
            description = "one or more of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private List<Workload> workloads = List.of(Workload.W2);

    @Option(names = "--runs", defaultValue = "3", description = "measured windows (${DEFAULT-VALUE})")
    private int runs;

    @Mixin
    private MeasureOptions options = new MeasureOptions();

    @Override
    public Integer call() {
        Recorder recorder = options.record();
        LoadClientKind chosen = client == null ? LoadClientKind.of(system, system) : client;
        List<Result> windows = new ArrayList<>();
        try (Contestant alone = options.start(system, chosen)) {
            recorder.accept(alone.facts(recorder.run(), options.flush()));
            for (Workload workload : workloads) {
                LoadPlan plan = options.plan(runs);
                try (Side side = Sides.start(alone, workload, plan)) {
                    for (int window = 0; window < runs; window++) {
                        Result result = window(recorder, workload, plan, side);
                        recorder.accept(result);
                        windows.add(result);
                    }
                }
            }
        }
        System.out.println();
        System.out.println(WindowTable.text(windows));
        return 0;
    }

    private Result window(Recorder recorder, Workload workload, LoadPlan plan, Side side) {
        Map<String, String> labels = new LinkedHashMap<>(recorder.labels(options.flush()));
        labels.put("workload", workload.label());
        labels.putAll(side.labels());
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("sizeBytes", (double) plan.sizeBytes());
        values.putAll(side.measure());
        return new Result("window", labels, values);
    }
}
