package io.ringmq.broker.twin;

import io.ringmq.broker.time.Timer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer and a clock that move only when told to; tasks run on the telling thread. */
public final class ManualTimer extends Clock implements Timer {
    private record Task(long dueMs, long order, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private long nowMs;
    private long order;

    public ManualTimer(long nowMs) {
        this.nowMs = nowMs;
    }

    @Override
    public Timeout after(long delayMs, Runnable action) {
        Task task = new Task(nowMs + delayMs, order++, action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Moves the time, running what becomes due in order. */
    public void advance(long ms) {
        long untilMs = nowMs + ms;
        while (true) {
            Task next = tasks.stream()
                    .filter(task -> task.dueMs <= untilMs)
                    .min(Comparator.comparingLong(Task::dueMs).thenComparingLong(Task::order))
                    .orElse(null);
            if (next == null) {
                break;
            }
            tasks.remove(next);
            nowMs = Math.max(nowMs, next.dueMs);
            next.action.run();
        }
        nowMs = untilMs;
    }

    /** How many tasks wait. */
    public int pending() {
        return tasks.size();
    }

    @Override
    public long millis() {
        return nowMs;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
