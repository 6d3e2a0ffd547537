package io.ringmq.bench.load.main;

import io.ringmq.bench.load.report.Commands;
import io.ringmq.bench.load.report.Events;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;

/**
 * The load generator: one process, one client library, one workload. Exits with 0; with 1 and a stack trace on standard
 * error when the load failed; with 2 for wrong options.
 */
public final class LoadMain {
    private LoadMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        Events events = new Events(out, Clock.systemUTC());
        Commands commands = new Commands(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        LoadCommand command = new LoadCommand(
                events,
                commands,
                new SystemTimeline(),
                ThreadLocalRandom.current().nextInt());
        // Client libraries keep threads of their own that would hold the process.
        System.exit(new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
