package io.ringmq.client.producer;

import java.time.Duration;

/**
 * When a producer sets a ring aside, and for how long. An attempt to send is bad if it fails, is refused for overload or
 * want of a leader, or takes longer than {@code latency}.
 *
 * @param latency longest good attempt
 * @param badShare share of bad attempts from which on a ring is set aside, above 0, at most 1
 * @param window time over which attempts are counted; up to half as long again is looked back on
 * @param minAttempts attempts in that time that say enough, at least 1
 * @param pause how long a ring is set aside
 * @param maxShare most rings of a topic that are set aside at once, 0 to 1; rounded down, so that 0 switches it off and
 *     0.3 sets none of three rings aside, one of four, three of ten
 */
public record CircuitBreakerLimits(
        Duration latency, double badShare, Duration window, int minAttempts, Duration pause, double maxShare) {
    private static final Duration DEFAULT_LATENCY = Duration.ofSeconds(1);
    private static final double DEFAULT_BAD_SHARE = 0.5;
    private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(10);
    private static final int DEFAULT_MIN_ATTEMPTS = 10;
    private static final Duration DEFAULT_PAUSE = Duration.ofMinutes(1);
    private static final double DEFAULT_MAX_SHARE = 0.3;

    /** So that 0.7 of 90 is 63, which it is not in binary. */
    private static final double ROUNDING = 1e-9;

    public CircuitBreakerLimits {
        requirePositive("latency", latency);
        requirePositive("window", window);
        requirePositive("pause", pause);
        requireShare("badShare", badShare);
        requireShare("maxShare", maxShare);
        if (badShare == 0) {
            throw new IllegalArgumentException("badShare must be above 0; maxShare 0 switches the circuit breaker off");
        }
        if (minAttempts < 1) {
            throw new IllegalArgumentException("minAttempts must be at least 1 but is " + minAttempts);
        }
    }

    /** What a producer has unless told otherwise: half of at least ten attempts in 10 s are bad; one minute; 30 %. */
    public static CircuitBreakerLimits defaults() {
        return new CircuitBreakerLimits(
                DEFAULT_LATENCY,
                DEFAULT_BAD_SHARE,
                DEFAULT_WINDOW,
                DEFAULT_MIN_ATTEMPTS,
                DEFAULT_PAUSE,
                DEFAULT_MAX_SHARE);
    }

    /** Sets no ring aside. */
    public static CircuitBreakerLimits off() {
        return defaults().withMaxShare(0);
    }

    public CircuitBreakerLimits withLatency(Duration longestGood) {
        return new CircuitBreakerLimits(longestGood, badShare, window, minAttempts, pause, maxShare);
    }

    public CircuitBreakerLimits withBadShare(double share) {
        return new CircuitBreakerLimits(latency, share, window, minAttempts, pause, maxShare);
    }

    public CircuitBreakerLimits withWindow(Duration counted, int leastAttempts) {
        return new CircuitBreakerLimits(latency, badShare, counted, leastAttempts, pause, maxShare);
    }

    public CircuitBreakerLimits withPause(Duration setAside) {
        return new CircuitBreakerLimits(latency, badShare, window, minAttempts, setAside, maxShare);
    }

    public CircuitBreakerLimits withMaxShare(double share) {
        return new CircuitBreakerLimits(latency, badShare, window, minAttempts, pause, share);
    }

    /** The most of so many rings that are set aside at once. */
    int most(int rings) {
        return (int) Math.floor(maxShare * rings + ROUNDING);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + " must be a millisecond at least but is " + value);
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be between 0 and 1 but is " + value);
        }
    }
}
