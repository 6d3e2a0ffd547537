package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of everything on this machine, from {@code /proc/stat} (Linux, proc(5)). */
public final class MachineCpu {
    private static final long MICROS_PER_TICK = 10_000;

    /** Places of idle and iowait among the figures of the first line; the two guest figures after steal are in user. */
    private static final int IDLE = 3;

    private static final int IOWAIT = 4;
    private static final int STEAL = 7;

    private MachineCpu() {}

    /** Time that all processors together were busy since the start of the machine, in microseconds; what a host stole counts. */
    public static long busyMicros() {
        try {
            return busyMicros(Files.readString(Path.of("/proc/stat")));
        } catch (IOException e) {
            throw new UncheckedIOException("no CPU time of this machine", e);
        }
    }

    static long busyMicros(String stat) {
        String[] words = stat.lines().findFirst().orElseThrow().strip().split(" +");
        long ticks = 0;
        for (int i = 0; i <= STEAL; i++) {
            if (i != IDLE && i != IOWAIT) {
                ticks += Long.parseLong(words[i + 1]);
            }
        }
        return ticks * MICROS_PER_TICK;
    }
}
