package io.ringmq.bench.main;

import io.ringmq.bench.failover.FailoverBench;
import io.ringmq.bench.load.SendBench;
import io.ringmq.bench.process.AwaitException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code scripts/bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {SendBench.class, FailoverBench.class},
        description = "Measures a cluster on this machine with stock clients.")
public final class BenchCommand {
    private BenchCommand() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new BenchCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof AwaitException) {
                System.err.println("bench: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
        System.exit(line.execute(args.length == 0 ? new String[] {"send"} : args));
    }
}
