package io.ringmq.bench.compare;

import io.ringmq.bench.system.SystemKind;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/bench compare-all}: every workload that has a target, against one peer or all of them. */
@Command(
        name = "compare-all",
        mixinStandardHelpOptions = true,
        description = "Compares ringmq under every workload, with short windows; further options are those of compare.")
public final class CompareAllCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--b",
            split = ",",
            converter = SystemKindConverter.class,
            defaultValue = "rocketmq-dledger,rocketmq-controller,kafka,nats",
            description = "one or more peers (${DEFAULT-VALUE})")
    private SystemKind[] peers = {};

    @Option(
            names = "--workload",
            split = ",",
            defaultValue = "idle,w2,w3,w4,w1,latency,drain,w6",
            description = "in this order (${DEFAULT-VALUE}); w1 late, because it shows cold code most")
    private Workload[] workloads = {};

    @Parameters(
            arity = "0..*",
            paramLabel = "OPTIONS",
            description = "after --: options of compare, such as --flush sync")
    private String[] more = {};

    @Override
    public Integer call() {
        int worst = 0;
        for (SystemKind peer : peers) {
            String[] arguments = {
                "--b",
                peer.label(),
                "--workload",
                String.join(",", Arrays.stream(workloads).map(Workload::label).toList())
            };
            String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
            System.arraycopy(more, 0, all, arguments.length, more.length);
            CommandLine compare = new CommandLine(new CompareCommand());
            compare.setCaseInsensitiveEnumValuesAllowed(true);
            compare.setExecutionExceptionHandler(command.commandLine().getExecutionExceptionHandler());
            worst = Math.max(worst, compare.execute(all));
        }
        return worst;
    }
}
