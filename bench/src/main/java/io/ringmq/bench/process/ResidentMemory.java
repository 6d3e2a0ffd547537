package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory that a process has in RAM, from {@code /proc/PID/status} (Linux, proc(5)).
 *
 * @param anonymousBytes heap, stacks and native memory
 * @param fileBytes page cache that the process maps; not a need of its own
 */
public record ResidentMemory(long anonymousBytes, long fileBytes) {
    private static final long BYTES_PER_KIB = 1024;

    /** What a running process has now. */
    public static ResidentMemory of(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException e) {
            throw new UncheckedIOException("no memory figures of process " + pid, e);
        }
    }

    static ResidentMemory parse(String status) {
        return new ResidentMemory(bytes(status, "RssAnon:"), bytes(status, "RssFile:"));
    }

    private static long bytes(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
                .sum();
    }
}
