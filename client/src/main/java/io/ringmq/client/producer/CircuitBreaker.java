package io.ringmq.client.producer;

import io.ringmq.remoting.body.MessageQueue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which rings are to be left alone for a while. A ring whose attempts pass the limits is set aside for the pause. Of
 * the rings of one topic no more than the limits allow are left alone at once: beyond that, those set aside earliest are
 * used again. Time is an argument. Thread-safe.
 *
 * <pre>
 *  half a window   half a window   now
 *  |--- before ---|--- current ---|     counts of attempts and of bad ones; bad / all >= badShare sets aside
 * </pre>
 */
final class CircuitBreaker {
    /** Rings that are remembered; beyond, new ones are always used. */
    static final int MAX_RINGS = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private final CircuitBreakerLimits limits;
    private final Map<String, Tally> tallies = new HashMap<>();

    /** When rings were set aside, earliest first. */
    private final Map<String, Long> setAsideMs = new LinkedHashMap<>();

    private volatile boolean anySetAside;

    CircuitBreaker(CircuitBreakerLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes note of an attempt that has ended.
     *
     * @param ring name of the ring that was asked
     * @param tookMs from request to answer, or to the failure
     * @param failed whether there was no answer that can be relied on
     */
    void attempted(String ring, long tookMs, boolean failed, long nowMs) {
        if (limits.maxShare() > 0) {
            count(ring, tookMs, failed, nowMs);
        }
    }

    private synchronized void count(String ring, long tookMs, boolean failed, long nowMs) {
        Long since = setAsideMs.get(ring);
        if (since != null && nowMs - tookMs < since) {
            // What began before the ring was set aside says nothing new about it.
            return;
        }
        Tally tally = tally(ring, nowMs);
        if (tally == null) {
            return;
        }
        tally.count(failed || tookMs > limits.latency().toMillis(), nowMs);
        if (tally.isBad()) {
            tallies.remove(ring);
            Long before = setAsideMs.remove(ring);
            setAsideMs.put(ring, nowMs);
            anySetAside = true;
            if (before == null) {
                log(ring, tally);
            }
        }
    }

    private void log(String ring, Tally tally) {
        LOG.warn(
                "ring {} is not well: of {} attempts {} failed or took longer than {}; where there are others enough, it is"
                        + " set aside for {}",
                ring,
                tally.attempts(),
                tally.bad(),
                limits.latency(),
                limits.pause());
    }

    /**
     * The rings that an attempt is to avoid: those that failed before, and those set aside.
     *
     * @param queues where the message may go
     * @param failed names of rings
     */
    Set<String> avoid(List<MessageQueue> queues, Set<String> failed, long nowMs) {
        if (!anySetAside) {
            return failed;
        }
        Set<String> left =
                leftAlone(queues.stream().map(MessageQueue::brokerName).collect(Collectors.toUnmodifiableSet()), nowMs);
        if (left.isEmpty()) {
            return failed;
        }
        Set<String> avoided = new HashSet<>(failed);
        avoided.addAll(left);
        return avoided;
    }

    /** Those of the rings that are left alone. */
    synchronized Set<String> leftAlone(Collection<String> rings, long nowMs) {
        setAsideMs.values().removeIf(since -> nowMs - since >= limits.pause().toMillis());
        anySetAside = !setAsideMs.isEmpty();
        List<String> aside =
                setAsideMs.keySet().stream().filter(rings::contains).toList();
        int most = limits.most(rings.size());
        return Set.copyOf(aside.subList(Math.max(0, aside.size() - most), aside.size()));
    }

    private @Nullable Tally tally(String ring, long nowMs) {
        Tally known = tallies.get(ring);
        if (known != null || tallies.size() >= MAX_RINGS) {
            return known;
        }
        Tally made = new Tally(nowMs);
        tallies.put(ring, made);
        return made;
    }

    /** The last attempts of one ring. */
    private final class Tally {
        private long startMs;
        private int attempts;
        private int bad;
        private int attemptsBefore;
        private int badBefore;

        Tally(long startMs) {
            this.startMs = startMs;
        }

        void count(boolean isBad, long nowMs) {
            long halfMs = Math.max(1, limits.window().toMillis() / 2);
            if (nowMs - startMs >= halfMs) {
                boolean adjacent = nowMs - startMs < 2 * halfMs;
                attemptsBefore = adjacent ? attempts : 0;
                badBefore = adjacent ? bad : 0;
                attempts = 0;
                bad = 0;
                startMs = nowMs;
            }
            attempts++;
            bad += isBad ? 1 : 0;
        }

        boolean isBad() {
            return attempts() >= limits.minAttempts() && bad() >= limits.badShare() * attempts();
        }

        int attempts() {
            return attempts + attemptsBefore;
        }

        int bad() {
            return bad + badBefore;
        }
    }
}
