package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Objects that a JVM on this machine keeps, from the class histogram of the JDK's {@code jcmd}. */
public final class LiveHeap {
    private LiveHeap() {}

    /** Bytes of live objects; the JVM collects its whole heap for it. */
    public static long bytes(long pid) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + jcmd + "; use a JDK, not a JRE", e);
        }
    }

    /** The bytes of the line that sums up: {@code Total INSTANCES BYTES}. */
    static long parse(String histogram) {
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no class histogram: " + histogram));
        return Long.parseLong(total.strip().split("\\s+")[2]);
    }
}
