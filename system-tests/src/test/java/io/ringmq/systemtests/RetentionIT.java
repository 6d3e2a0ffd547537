package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A bounded log: old segments go on every node, and stock consumers go on with the first message that is left. */
class RetentionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int MESSAGE_BYTES = 1 << 20;
    private static final int ROUNDS = 4;
    private static final int ROUND = 20;

    private final Await await = new Await(Clock.systemUTC());

    @Test
    void oldSegmentsGoAndConsumersGoOnWithWhatIsLeft() {
        try (ClusterHarness harness = ClusterHarness.start(
                "retention",
                spec -> spec.withBrokerKey("segmentBytes", "8MiB")
                        .withBrokerKey("maxLogBytes", "24MiB")
                        .withBrokerKey("snapshotEveryBytes", "4MiB"))) {
            StockClient stock = harness.stock(StockVersion.V5_5_0);
            harness.cluster().createTopic("bounded", 1);
            List<String> acked = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                acked.addAll(send(stock, "r" + round));
            }
            for (int node = 0; node < 3; node++) {
                awaitDeletion(harness.cluster(), node);
            }
            acked.addAll(send(stock, "after"));
            assertPulled(stock, acked);
            assertPushed(stock, acked);
        }
    }

    private void awaitDeletion(LocalCluster cluster, int node) {
        Path first = cluster.spec()
                .dir()
                .resolve("data")
                .resolve(cluster.spec().nodeName(node))
                .resolve(cluster.spec().ringName(0))
                .resolve("raft")
                .resolve("commitlog")
                .resolve("0".repeat(20));
        await.until("node " + node + " to delete its first segment", TIMEOUT, () -> !Files.exists(first));
    }

    private static List<String> send(StockClient stock, String prefix) {
        EventLog sent = stock.run(
                "StockProducer",
                TIMEOUT,
                "--topic",
                "bounded",
                "--prefix",
                prefix,
                "--count",
                Integer.toString(ROUND),
                "--bytes",
                Integer.toString(MESSAGE_BYTES));
        assertTrue(!sent.has("failed"), () -> "a send failed: " + sent);
        return sent.ids("sent");
    }

    /** Everything that is left in the end is there, in order, and nothing that was not sent; more may go meanwhile. */
    private static void assertPulled(StockClient stock, List<String> acked) {
        EventLog pulled = pull(stock);
        Event queue = pulled.of("queue").get(0);
        assertTrue(queue.number("min") > 0, "messages are gone");
        assertEquals(acked.size(), queue.number("max"));
        List<String> consumed = pulled.ids("consumed");
        Set<String> found = new HashSet<>(consumed);
        assertEquals(acked.stream().filter(found::contains).toList(), consumed);
        int firstLeft = (int) pull(stock).of("queue").get(0).number("min");
        assertTrue(firstLeft < acked.size(), "messages are left");
        assertTrue(found.containsAll(acked.subList(firstLeft, acked.size())), pulled::toString);
    }

    private static EventLog pull(StockClient stock) {
        return stock.run("StockPullConsumer", TIMEOUT, "--topic", "bounded", "--group", "pull");
    }

    /** A new group starts at 0, is told that the offset moved, and goes on. */
    private void assertPushed(StockClient stock, List<String> acked) {
        EventLog log = new EventLog();
        String last = acked.get(acked.size() - 1);
        try (EventProcess unused = stock.start("StockPushConsumer", log, "--topic", "bounded", "--group", "push")) {
            await.until(
                    "the last message to arrive",
                    TIMEOUT,
                    () -> log.ids("consumed").contains(last));
        }
        assertTrue(acked.containsAll(log.ids("consumed")), "only what was sent arrives");
    }
}
