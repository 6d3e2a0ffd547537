package io.ringmq.systemtests;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A stock program that does what each line says and tells what came of it: one process for many requests of a tool. */
final class AdminProgram implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final EventLog log = new EventLog();
    private final StockClient stock;
    private final Await await;
    private final String program;
    private final String[] arguments;
    private EventProcess process;

    private AdminProgram(StockClient stock, Await await, String program, String... arguments) {
        this.stock = stock;
        this.await = await;
        this.program = program;
        this.arguments = arguments;
        process = stock.start(program, log, arguments);
    }

    /** The stock {@code mqadmin}: a line is a subcommand with its options. */
    static AdminProgram mqadmin(StockClient stock, Await await) {
        return new AdminProgram(stock, await, "StockAdmin");
    }

    /**
     * The stock {@code mqadmin} for subcommands that do not end by themselves.
     *
     * @param seconds after which what it printed is looked at
     */
    static AdminProgram endless(StockClient stock, Await await, int seconds) {
        return new AdminProgram(stock, await, "StockAdmin", "--timeout-s", Integer.toString(seconds));
    }

    /** The stock admin client: a line is a method with its arguments. */
    static AdminProgram client(StockClient stock, Await await) {
        return new AdminProgram(stock, await, "StockAdminClient");
    }

    /** Runs a line, its words separated by spaces, and returns what came of it. */
    String run(String line) {
        if (!process.isAlive()) {
            // A line that mqadmin cannot parse ends its process.
            process = stock.start(program, log, arguments);
        }
        int before = log.of("ran").size();
        process.tell(line);
        process.until(line, TIMEOUT, await, () -> log.of("ran").size() > before);
        return log.of("ran").get(before).get("output");
    }

    /**
     * Runs a line again and again until it prints all of the parts, and returns what it printed last.
     *
     * @throws AwaitException with what it printed last, if that does not come to be in time
     */
    String until(Duration within, String line, String... parts) {
        List<String> printed = new ArrayList<>(List.of(""));
        boolean found = await.holds(within, () -> {
            String output = run(line);
            printed.set(0, output);
            return Stream.of(parts).allMatch(output::contains);
        });
        if (!found) {
            throw new AwaitException("waited " + within.toSeconds() + " s in vain for " + List.of(parts) + " from "
                    + line + ", which printed " + printed.get(0));
        }
        return printed.get(0);
    }

    @Override
    public void close() {
        process.close();
    }
}
