package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.remoting.message.ReceiptHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stock push consumers that leave rebalancing to the broker and pop, while one of them and the leader die. */
@ExtendWith(SharedCluster.class)
class PopIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int INVISIBLE_MS = 5_000;
    private static final int QUEUES = 4;
    private static final String TOPIC = "popped";
    private static final String GROUP = "poppers";

    private final LocalCluster cluster;
    private final StockClient stock;
    private final List<String> sent = new ArrayList<>();

    PopIT(ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.stock = harness.stock(StockVersion.V5_5_0);
    }

    @Test
    void nothingIsLostAndNothingComesTwiceBeforeItsTime() {
        cluster.createTopic(TOPIC, QUEUES);
        String set = stock.mqadmin(
                TIMEOUT, "setConsumeMode", "-c", "RingMQ", "-t", TOPIC, "-g", GROUP, "-m", "POP", "-q", "0");
        assertFalse(set.contains("Exception"), set);
        EventLog quick = new EventLog();
        EventLog slow = new EventLog();
        EventLog dying = new EventLog();
        try (EventProcess one = consumer(quick, "quick");
                EventProcess two = consumer(slow, "slow", "--handle-ms", "200")) {
            try (EventProcess three = consumer(dying, "dying", "--handle-ms", "600000")) {
                cluster.await().until("one to take and keep, and the slow one to take part", TIMEOUT, () -> {
                    send("round" + sent.size() + "-", 40);
                    return three.isAlive()
                            && !dying.ids("received").isEmpty()
                            && !slow.ids("received").isEmpty();
                });
            }
            send("between", 50);
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            send("after", 100);
            cluster.await()
                    .until("every message", TIMEOUT, () -> consumed(quick, slow).containsAll(sent));
            cluster.await().until("every acknowledgement", TIMEOUT, () -> committed() >= sent.size());
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            one.end(TIMEOUT);
            two.end(TIMEOUT);
        }
        assertTrue(dying.ids("consumed").isEmpty());
        assertEquals(new TreeSet<>(sent), consumed(quick, slow));
        List<Event> received = new ArrayList<>(quick.of("received"));
        received.addAll(slow.of("received"));
        received.addAll(dying.of("received"));
        sent.forEach(id -> assertInTime(id, received));
    }

    private void send(String prefix, int count) {
        EventLog log = stock.run(
                "StockProducer", TIMEOUT, "--topic", TOPIC, "--prefix", prefix, "--count", Integer.toString(count));
        sent.addAll(log.ids("sent"));
    }

    private EventProcess consumer(EventLog log, String instance, String... more) {
        return stock.start(
                "StockPopConsumer",
                log,
                Arguments.of(
                        more,
                        "--topic",
                        TOPIC,
                        "--group",
                        GROUP,
                        "--instance",
                        instance,
                        "--poll-ms",
                        "1000",
                        "--invisible-ms",
                        Integer.toString(INVISIBLE_MS)));
    }

    private static Set<String> consumed(EventLog quick, EventLog slow) {
        Set<String> ids = new TreeSet<>(quick.ids("consumed"));
        ids.addAll(slow.ids("consumed"));
        return ids;
    }

    private long committed() {
        long sum = 0;
        for (int queue = 0; queue < QUEUES; queue++) {
            sum += cluster.view().committedOffset("ring-0", GROUP, TOPIC, queue).orElse(0);
        }
        return sum;
    }

    /** Of two deliveries of a message the later one was popped after the invisible time of the earlier one. */
    private static void assertInTime(String id, List<Event> received) {
        List<ReceiptHandle> handles = received.stream()
                .filter(event -> event.get("id").equals(id))
                .map(event -> ReceiptHandle.parse(event.get("handle")))
                .sorted(Comparator.comparingLong(ReceiptHandle::popTimeMs))
                .toList();
        for (int i = 1; i < handles.size(); i++) {
            long apartMs = handles.get(i).popTimeMs() - handles.get(i - 1).popTimeMs();
            assertTrue(apartMs >= INVISIBLE_MS, id + " was popped again after " + apartMs + " ms: " + handles);
        }
    }
}
