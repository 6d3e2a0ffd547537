package io.ringmq.client.call;

import java.util.Set;

/**
 * How long and after what a call is tried again.
 *
 * @param timeoutMs for all attempts together
 * @param attemptTimeoutMs for one of them
 * @param retriedCodes response codes after which it is tried again
 * @param maxAttempts after which the last answer is the call's
 */
public record CallLimits(long timeoutMs, long attemptTimeoutMs, Set<Integer> retriedCodes, int maxAttempts) {
    /** Attempts of one call; the last answer is the call's then. Enough for minutes without any replica, by {@link Backoff}. */
    public static final int MAX_ATTEMPTS = 4_096;

    public CallLimits {
        retriedCodes = Set.copyOf(retriedCodes);
    }

    /** With at most {@value #MAX_ATTEMPTS} attempts. */
    public CallLimits(long timeoutMs, long attemptTimeoutMs, Set<Integer> retriedCodes) {
        this(timeoutMs, attemptTimeoutMs, retriedCodes, MAX_ATTEMPTS);
    }

    /** The same, ended by its timeout alone. */
    public CallLimits untilTimeout() {
        return new CallLimits(timeoutMs, attemptTimeoutMs, retriedCodes, Integer.MAX_VALUE);
    }
}
