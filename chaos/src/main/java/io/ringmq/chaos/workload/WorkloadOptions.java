package io.ringmq.chaos.workload;

import java.time.Duration;

/**
 * How much load.
 *
 * @param singleSenders threads that send in single attempts
 * @param sdkSenders threads that send through our producer
 * @param queues of the topic in each ring
 * @param between how long a thread waits after each acknowledged message; it bounds the size of the history
 * @param betweenFates the same of the thread that sends timed messages and of the one that sends transactions
 */
public record WorkloadOptions(int singleSenders, int sdkSenders, int queues, Duration between, Duration betweenFates) {
    /** Some thousand messages a second on two processors. */
    public static WorkloadOptions defaults() {
        return new WorkloadOptions(6, 6, 4, Duration.ofMillis(4), Duration.ofMillis(20));
    }
}
