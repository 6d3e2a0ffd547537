package io.ringmq.broker.state;

import java.util.List;

/** How long a message that a consumer group could not handle waits before it comes again. */
public sealed interface RetryPolicy {
    /** Most delays of a list. */
    int MAX_DELAYS = 64;

    /**
     * The wait after an attempt.
     *
     * @param attempts how often the message has come again already, at least 0
     */
    long delayMs(int attempts);

    /**
     * Waits that grow by a factor.
     *
     * @param initialMs at least 1
     * @param maxMs at least {@code initialMs}
     * @param multiplier at least 1
     */
    record Exponential(long initialMs, long maxMs, long multiplier) implements RetryPolicy {
        public Exponential {
            if (initialMs < 1 || maxMs < initialMs || multiplier < 1) {
                throw new IllegalArgumentException("retries after " + initialMs + " ms, " + multiplier
                        + " times as long each, " + maxMs
                        + " ms at most: none may be below 1, and the last not below the first");
            }
        }

        @Override
        public long delayMs(int attempts) {
            long delayMs = initialMs;
            for (int i = 0; i < attempts && delayMs < maxMs && multiplier > 1; i++) {
                delayMs = delayMs > maxMs / multiplier ? maxMs : delayMs * multiplier;
            }
            return Math.min(delayMs, maxMs);
        }
    }

    /**
     * A list of waits. As with RocketMQ the first retry takes the third of them, the next one the fourth, and so on; beyond
     * the end of the list the last one counts.
     *
     * @param delaysMs at least one, each at least 0
     */
    record Listed(List<Long> delaysMs) implements RetryPolicy {
        private static final int FIRST = 2;

        public Listed {
            delaysMs = List.copyOf(delaysMs);
            if (delaysMs.isEmpty()
                    || delaysMs.size() > MAX_DELAYS
                    || delaysMs.stream().anyMatch(delay -> delay < 0)) {
                throw new IllegalArgumentException(
                        "the delays of retries are 1 to " + MAX_DELAYS + " numbers of ms, none negative: " + delaysMs);
            }
        }

        @Override
        public long delayMs(int attempts) {
            return delaysMs.get(Math.min(attempts + FIRST, delaysMs.size() - 1));
        }
    }
}
