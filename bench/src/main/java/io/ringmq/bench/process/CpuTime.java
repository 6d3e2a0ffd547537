package io.ringmq.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** CPU time of processes from {@code /proc/PID/stat} (Linux, proc(5)). */
public final class CpuTime {
    /** Clock ticks are 10 ms on every Linux that Java runs on (USER_HZ). */
    private static final long MICROS_PER_TICK = 10_000;

    /** Places of utime and stime among the fields after the command name, which is in parentheses. */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    private CpuTime() {}

    /** User and system time of all the processes together, in microseconds. */
    public static long micros(Collection<Long> pids) {
        return pids.stream().mapToLong(CpuTime::micros).sum();
    }

    private static long micros(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MICROS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException("no CPU time of process " + pid, e);
        }
    }
}
