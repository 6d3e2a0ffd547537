package io.ringmq.client.call;

/** How long to wait after all replicas failed: doubling from 20 ms to 200 ms, with jitter so that clients spread. */
final class Backoff {
    static final long FIRST_MS = 20;
    static final long LONGEST_MS = 200;
    private static final int MAX_DOUBLINGS = 10;

    private Backoff() {}

    /**
     * The wait before a round.
     *
     * @param round rounds that failed so far, from 1
     * @param random 0 up to, not including, 1
     * @return half to all of the round's wait
     */
    static long waitMs(int round, double random) {
        long fullMs = Math.min(LONGEST_MS, FIRST_MS << Math.min(round - 1, MAX_DOUBLINGS));
        return fullMs / 2 + Math.round(fullMs / 2.0 * random);
    }
}
