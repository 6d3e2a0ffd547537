package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.examples.CircuitBreakerExample;
import io.ringmq.examples.IdempotentExample;
import io.ringmq.examples.RequestExample;
import io.ringmq.examples.RetryExample;
import io.ringmq.examples.SendExample;
import io.ringmq.examples.TimedExample;
import io.ringmq.examples.TransactionExample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every example does what it says. */
@ExtendWith(SharedCluster.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExamplesIT {
    private final LocalCluster cluster;
    private final String nameservers;

    ExamplesIT(ClusterHarness harness) {
        cluster = harness.cluster();
        nameservers = cluster.spec().namesrvAddress();
    }

    @Test
    void sending() throws InterruptedException {
        cluster.createTopic("orders", 4);
        assertEquals(List.of("order 17 was paid", "order 18 was paid back"), SendExample.run(nameservers));
        assertEquals("ring-0", CircuitBreakerExample.run(nameservers));
    }

    @Test
    void sendingOnceAndInOrder() {
        cluster.createTopic("accounts", 4);
        assertEquals(List.of(0L, 1L), IdempotentExample.run(nameservers));
    }

    @Test
    void consumingWithRetries() throws InterruptedException {
        cluster.createTopic("mails", 4);
        assertEquals(
                List.of("receipt of order 17: the mail server is down", "receipt of order 17: sent"),
                RetryExample.run(nameservers));
    }

    @Test
    void transactions() throws InterruptedException {
        cluster.createTopic("shipments", 1);
        assertEquals("ship order 17", TransactionExample.run(nameservers));
    }

    @Test
    void timesAndRecalls() throws InterruptedException {
        cluster.createTopic("reminders", 4);
        assertEquals("order-18", TimedExample.run(nameservers));
    }

    @Test
    void requestsAndReplies() {
        cluster.createTopic("prices", 4);
        assertEquals(List.of("apple: 30", "pear: 45"), RequestExample.run(nameservers));
    }
}
