package io.ringmq.stock;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.rocketmq.tools.command.MQAdminStartup;

/**
 * Runs {@code mqadmin} for each line of standard input, its words separated by spaces, until that ends. One process for all
 * of them, because the start of a process takes longer than what most subcommands do.
 *
 * <p>Options: {@code namesrv}, which is added to each line, except to {@code help}, which lists the subcommands;
 * {@code timeout-s} after which a subcommand is left alone (60).
 *
 * <p>Events: {@code ready}; {@code ran} with line and output, for each line in turn.
 */
final class StockAdmin {
    private static final int WAKE_INTERVAL_MS = 50;

    private final String namesrv;
    private final int timeoutSeconds;

    private StockAdmin(String namesrv, int timeoutSeconds) {
        this.namesrv = namesrv;
        this.timeoutSeconds = timeoutSeconds;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockAdmin::work);
    }

    private static void work(Options options, Events events) throws Exception {
        StockAdmin admin = new StockAdmin(options.required("namesrv"), options.number("timeout-s", 60));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        events.emit("ready");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            events.emit("ran", "line", line, "output", admin.run(line));
        }
    }

    private String run(String line) throws InterruptedException, IllegalAccessException {
        String[] words = words(line);
        forgetSubcommands();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(out);
        Thread command = new Thread(() -> MQAdminStartup.main(words), "mqadmin-" + line);
        command.setDaemon(true);
        command.start();
        for (int waitedMs = 0; command.isAlive() && waitedMs < timeoutSeconds * 1_000; waitedMs += WAKE_INTERVAL_MS) {
            command.join(WAKE_INTERVAL_MS);
            if (isEnding(command)) {
                wakeEventThreads();
            }
        }
        if (command.isAlive()) {
            out.println("did not end within " + timeoutSeconds + " s");
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static boolean isEnding(Thread command) {
        return Stream.of(command.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("shutdown"));
    }

    /** They wait three seconds for an event before they look whether their client is shut down. */
    private static void wakeEventThreads() {
        Thread[] threads = new Thread[2 * Thread.activeCount()];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().equals("NettyEventExecutor")) {
                threads[i].interrupt();
            }
        }
    }

    /** Some keep a client that they have shut down. */
    private static void forgetSubcommands() throws IllegalAccessException {
        for (Field field : MQAdminStartup.class.getDeclaredFields()) {
            if (field.getType() == List.class) {
                field.setAccessible(true);
                ((List<?>) field.get(null)).clear();
            }
        }
    }

    private String[] words(String line) {
        if (line.equals("help")) {
            return new String[0];
        }
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("-n", namesrv));
        return words.toArray(String[]::new);
    }
}
