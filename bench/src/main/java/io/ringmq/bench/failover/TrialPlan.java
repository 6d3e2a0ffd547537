package io.ringmq.bench.failover;

import java.time.Duration;

/**
 * How a leader is killed.
 *
 * @param topic a new one for each trial
 * @param threads synchronous senders
 * @param pauseMs of each sender after each message
 * @param pollNameserverMs how often the stock clients ask for the route; their default is 30000
 * @param loadBeforeKill time from the first consumed message to the kill
 * @param loadAfterKill time with two nodes, and again with three
 */
public record TrialPlan(
        String topic, int threads, int pauseMs, int pollNameserverMs, Duration loadBeforeKill, Duration loadAfterKill) {
    /** What a stock client does when nobody tells it otherwise. */
    public static final int DEFAULT_POLL_MS = 30_000;
}
