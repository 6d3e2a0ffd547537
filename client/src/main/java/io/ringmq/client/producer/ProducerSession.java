package io.ringmq.client.producer;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The numbers that a producer gives its messages at one ring. Thread-safe.
 *
 * <p>A number is settled when the caller has heard what became of its message. Every request tells the ring below which
 * number all are settled, so that it need not remember them any longer.
 */
final class ProducerSession {
    /** Rings forget producers that send nothing for a week; a new id costs one request. */
    private static final long IDLE_MS = 24 * 3_600_000L;

    private final String producerId;
    /** How many messages of a claim are not settled, by the claim's first number. */
    private final NavigableMap<Long, Integer> unsettled = new TreeMap<>();

    private long next;
    private long lastClaimMs;

    /** @param producerId what the ring calls this producer */
    ProducerSession(String producerId) {
        this.producerId = producerId;
    }

    String producerId() {
        return producerId;
    }

    /**
     * Takes numbers for the messages of one request.
     *
     * @return the first one
     */
    synchronized long claim(int messages, long nowMs) {
        lastClaimMs = nowMs;
        long first = next;
        next += messages;
        unsettled.put(first, messages);
        return first;
    }

    /** Settles messages of one claim, each to be settled once. */
    synchronized void settle(long first, int messages) {
        Map.Entry<Long, Integer> claim = unsettled.floorEntry(first);
        if (claim == null) {
            throw new IllegalStateException("message " + first + " was settled before");
        }
        int left = claim.getValue() - messages;
        if (left > 0) {
            unsettled.put(claim.getKey(), left);
        } else {
            unsettled.remove(claim.getKey());
        }
    }

    /** Whether it has numbered nothing for so long that the ring may have forgotten it. */
    synchronized boolean isIdle(long nowMs) {
        return unsettled.isEmpty() && next > 0 && nowMs - lastClaimMs > IDLE_MS;
    }

    /** The number below which all messages are settled. */
    synchronized long settledBelow() {
        return unsettled.isEmpty() ? next : unsettled.firstKey();
    }
}
