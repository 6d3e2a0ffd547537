package io.ringmq.bench.main;

import io.ringmq.bench.compare.CompareAllCommand;
import io.ringmq.bench.compare.CompareCommand;
import io.ringmq.bench.compare.RunCommand;
import io.ringmq.bench.compare.ScaleCommand;
import io.ringmq.bench.failover.FailoverBench;
import io.ringmq.bench.failover.TransferBench;
import io.ringmq.bench.micro.MicroCommand;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.raw.RawCommand;
import io.ringmq.bench.recovery.CatalogBench;
import io.ringmq.bench.recovery.FollowerDeadBench;
import io.ringmq.bench.recovery.RestartBench;
import io.ringmq.bench.report.ReportCommand;
import io.ringmq.bench.timer.TimerBench;
import io.ringmq.bench.transaction.TransactionBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code scripts/bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            CompareCommand.class,
            CompareAllCommand.class,
            ScaleCommand.class,
            FailoverBench.class,
            TransferBench.class,
            RestartBench.class,
            FollowerDeadBench.class,
            TimerBench.class,
            TransactionBench.class,
            CatalogBench.class,
            RawCommand.class,
            MicroCommand.class,
            ReportCommand.class
        },
        description = {
            "Measures RingMQ and its peers on this machine, each as three replicas on loopback.",
            "Workloads: w1 one synchronous producer; w2 64 of them; w3 asynchronous, 2,000 in flight; w4 batches of 32;",
            "latency end to end at 2,000 messages a second; drain of a backlog; w6 kill -9 of the leader; idle.",
            "Results are appended to docs/results/performance.jsonl, from which report makes docs/performance.md."
        })
public final class BenchCommand {
    private BenchCommand() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new BenchCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof AwaitException
                    || failure instanceof IllegalArgumentException
                    || failure instanceof IllegalStateException) {
                System.err.println("bench: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
        System.exit(line.execute(args.length == 0 ? new String[] {"--help"} : args));
    }
}
