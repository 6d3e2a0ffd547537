package io.ringmq.remoting.message;

import java.util.Arrays;

/** The table of delay levels: level 1 is the first entry. A value, safe for use by several threads. */
public final class DelayLevels {
    /** The 18 levels of stock brokers. */
    public static final String DEFAULT = "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h";

    /** Most levels that a table may have. */
    public static final int MAX_LEVELS = 256;

    private final long[] delaysMs;

    private DelayLevels(long[] delaysMs) {
        this.delaysMs = delaysMs;
    }

    /**
     * Reads entries like {@code 30s}, separated by spaces; units are s, m, h, d.
     *
     * @throws IllegalArgumentException naming the entry that is wrong
     */
    public static DelayLevels parse(String levels) {
        String[] entries = levels.trim().split("\\s+");
        if (entries.length > MAX_LEVELS) {
            throw new IllegalArgumentException(
                    entries.length + " delay levels, at most " + MAX_LEVELS + " are allowed");
        }
        return new DelayLevels(
                Arrays.stream(entries).mapToLong(DelayLevels::parseDelayMs).toArray());
    }

    /** The table of stock brokers. */
    public static DelayLevels standard() {
        return parse(DEFAULT);
    }

    public int maxLevel() {
        return delaysMs.length;
    }

    /** The level itself, the highest one if it is above, 0 (no delay) if it is below 1. */
    public int clamp(int level) {
        return Math.max(0, Math.min(level, delaysMs.length));
    }

    /**
     * Delay of a level.
     *
     * @throws IllegalArgumentException if the level is not 1 to {@link #maxLevel}; {@link #clamp} it first
     */
    public long delayMs(int level) {
        if (level < 1 || level > delaysMs.length) {
            throw new IllegalArgumentException("delay level " + level + ", allowed is 1 to " + delaysMs.length);
        }
        return delaysMs[level - 1];
    }

    /** The level with the shortest delay that is not below this; if all are, the one with the longest delay. */
    public int levelFor(long delayMs) {
        int best = 1;
        for (int level = 2; level <= delaysMs.length; level++) {
            long known = delayMs(best);
            long other = delayMs(level);
            boolean better = known < delayMs ? other > known : other >= delayMs && other < known;
            best = better ? level : best;
        }
        return best;
    }

    private static long parseDelayMs(String entry) {
        try {
            int last = entry.length() - 1;
            long amount = Long.parseLong(entry, 0, Math.max(last, 0), 10);
            if (amount >= 0) {
                return Math.multiplyExact(amount, unitMs(entry.charAt(last)));
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(rule(entry), e);
        }
        throw new IllegalArgumentException(rule(entry));
    }

    private static String rule(String entry) {
        return "delay level '" + entry + "' is not a number followed by s, m, h or d";
    }

    private static long unitMs(char unit) {
        return switch (unit) {
            case 's' -> 1_000L;
            case 'm' -> 60_000L;
            case 'h' -> 3_600_000L;
            case 'd' -> 86_400_000L;
            default -> throw new NumberFormatException("unknown unit " + unit);
        };
    }
}
