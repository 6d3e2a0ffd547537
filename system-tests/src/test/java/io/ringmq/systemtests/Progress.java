package io.ringmq.systemtests;

import io.ringmq.bench.cluster.LocalCluster;

/** How far groups have come, as the leader knows it. */
final class Progress {
    private Progress() {}

    /**
     * The sum of the offsets that a group has committed in the queues of a topic of the first ring. What a stock consumer has
     * taken it commits some time later, and what it commits at its end may get lost with it: wait for this before that.
     */
    static long committed(LocalCluster cluster, String group, String topic, int queues) {
        long sum = 0;
        for (int queue = 0; queue < queues; queue++) {
            sum += cluster.view().committedOffset("ring-0", group, topic, queue).orElse(0);
        }
        return sum;
    }
}
