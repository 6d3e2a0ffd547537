package io.ringmq.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and with what a measurement was made: the first line of each run in a results file. */
public final class MachineFacts {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int KIB_PER_MIB = 1024;

    private MachineFacts() {}

    /**
     * The line of a run that begins now.
     *
     * @param home root of the repository
     * @param command what the user typed
     */
    public static Result ofRun(Clock clock, Path home, String command) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run", RUN_ID.format(clock.instant()));
        labels.put(
                "date",
                DateTimeFormatter.ISO_INSTANT.format(
                        clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        labels.put("command", command);
        labels.put("commit", commit(home));
        labels.put("cpu", cpuModel(read(Path.of("/proc/cpuinfo"))));
        labels.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        labels.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("cores", (double) Runtime.getRuntime().availableProcessors());
        values.put("memoryMiB", (double) Math.floorDiv(memoryKib(read(Path.of("/proc/meminfo"))), KIB_PER_MIB));
        return new Result("run", labels, values);
    }

    /** The model in the text of {@code /proc/cpuinfo}. */
    static String cpuModel(String cpuinfo) {
        return field(cpuinfo, "model name");
    }

    /** The total in the text of {@code /proc/meminfo}, KiB. */
    static long memoryKib(String meminfo) {
        String digits = field(meminfo, "MemTotal").replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static String field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commit of the sources, marked where they differ from it; "unknown" outside a repository. */
    private static String commit(Path home) {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
                    .directory(home.toFile())
                    .redirectErrorStream(false)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !text.isEmpty() ? text : "unknown";
        } catch (IOException e) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
