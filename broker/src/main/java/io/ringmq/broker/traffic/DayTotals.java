package io.ringmq.broker.traffic;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/** What was counted since the start, and how much of it by the last two midnights of the clock's time zone. Thread-safe. */
final class DayTotals {
    private final Clock clock;
    private long total;
    private long todayMorning;
    private long yesterdayMorning;
    private long tomorrowMs;
    private long dayAfterMs;

    DayTotals(Clock clock) {
        this.clock = clock;
        nextMidnights();
    }

    /** Totals at three moments. */
    record Figures(long now, long todayMorning, long yesterdayMorning) {}

    synchronized void add(long nowMs, long count) {
        roll(nowMs);
        total += count;
    }

    synchronized Figures figures() {
        roll(clock.millis());
        return new Figures(total, todayMorning, yesterdayMorning);
    }

    private void roll(long nowMs) {
        if (nowMs >= tomorrowMs) {
            yesterdayMorning = nowMs < dayAfterMs ? todayMorning : total;
            todayMorning = total;
            nextMidnights();
        }
    }

    private void nextMidnights() {
        ZonedDateTime now = ZonedDateTime.now(clock);
        LocalDate today = now.toLocalDate();
        tomorrowMs = today.plusDays(1).atStartOfDay(now.getZone()).toInstant().toEpochMilli();
        dayAfterMs = today.plusDays(2).atStartOfDay(now.getZone()).toInstant().toEpochMilli();
    }
}
