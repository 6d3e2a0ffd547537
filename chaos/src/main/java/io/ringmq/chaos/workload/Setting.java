package io.ringmq.chaos.workload;

import io.ringmq.bench.cluster.ClusterView;
import io.ringmq.bench.process.Await;
import io.ringmq.chaos.history.Entry;
import io.ringmq.remoting.body.MessageQueue;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What every client of a run is given.
 *
 * @param view where the rings are
 * @param queues all queues of the run's topic
 * @param nanos the one clock of the history
 * @param history hears what happens
 */
record Setting(ClusterView view, Await await, List<MessageQueue> queues, LongSupplier nanos, Consumer<Entry> history) {

    /** The name of a queue in the history. */
    static String name(MessageQueue queue) {
        return queue.topic() + "/" + queue.brokerName() + "/" + queue.queueId();
    }

    long nowNs() {
        return nanos.getAsLong();
    }
}
