package io.ringmq.broker.traffic;

/**
 * Sums of one thing over the last minute, hour and day. Counting takes a lock for a moment and no thread of its own: what
 * fell out of a span is left out when somebody counts or asks. Thread-safe.
 */
final class Tally {
    private static final long SECOND_MS = 1_000;
    private static final long HOUR_MS = 3_600 * SECOND_MS;

    private final Span minute;
    private final Span hour;
    private final Span day;

    Tally(long nowMs) {
        minute = new Span(6, 10 * SECOND_MS, nowMs);
        hour = new Span(6, HOUR_MS / 6, nowMs);
        day = new Span(24, HOUR_MS, nowMs);
    }

    /**
     * What was counted in a span.
     *
     * @param sum of the values
     * @param events how many values there were
     * @param perSecond the sum over the length of the span, or over the time since counting began if that is shorter
     */
    record Figures(long sum, long events, double perSecond) {
        double average() {
            return events == 0 ? 0 : (double) sum / events;
        }
    }

    synchronized void add(long nowMs, long value) {
        minute.add(nowMs, value);
        hour.add(nowMs, value);
        day.add(nowMs, value);
    }

    synchronized Figures minute(long nowMs) {
        return minute.figures(nowMs);
    }

    synchronized Figures hour(long nowMs) {
        return hour.figures(nowMs);
    }

    synchronized Figures day(long nowMs) {
        return day.figures(nowMs);
    }

    /** Parts of a span, each used again when its time is over. */
    private static final class Span {
        private final long partMs;
        private final long startMs;
        private final long[] sums;
        private final long[] events;
        private long lastPart;

        Span(int parts, long partMs, long nowMs) {
            this.partMs = partMs;
            this.startMs = nowMs;
            // One more than asked for, because the present one has just begun.
            this.sums = new long[parts + 1];
            this.events = new long[parts + 1];
            this.lastPart = nowMs / partMs;
        }

        void add(long nowMs, long value) {
            move(nowMs);
            int index = (int) (lastPart % sums.length);
            sums[index] += value;
            events[index]++;
        }

        Figures figures(long nowMs) {
            move(nowMs);
            long sum = 0;
            long count = 0;
            for (int i = 0; i < sums.length; i++) {
                sum += sums[i];
                count += events[i];
            }
            long fromMs = Math.max(startMs, (lastPart - sums.length + 1) * partMs);
            long spanMs = Math.max(nowMs - fromMs, SECOND_MS);
            return new Figures(sum, count, sum * (double) SECOND_MS / spanMs);
        }

        private void move(long nowMs) {
            long part = nowMs / partMs;
            long first = Math.max(lastPart + 1, part - sums.length + 1);
            for (long passed = first; passed <= part; passed++) {
                int index = (int) (passed % sums.length);
                sums[index] = 0;
                events[index] = 0;
            }
            lastPart = Math.max(lastPart, part);
        }
    }
}
