package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Stock clients find messages by key, by id and by time, whoever leads; traces are messages that are found, too. */
@ParameterizedClass
@EnumSource(StockVersion.class)
@ExtendWith(SharedCluster.class)
class LookupIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LocalCluster cluster;
    private final Await await;
    private final StockClient stock;
    private final StockClient admin;
    private final String suffix;

    LookupIT(StockVersion version, ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.await = cluster.await();
        this.stock = harness.stock(version);
        this.admin = harness.stock(StockVersion.V5_5_0);
        this.suffix = "-" + version.name();
    }

    @Test
    void messagesAreFoundAlsoByTheNextLeader() {
        String topic = "lookup" + suffix;
        cluster.createTopic(topic, 4);
        List<Event> sent = send(topic, "--count", "6").of("sent");
        Event third = sent.get(2);
        String stored = assertFound(topic, third);

        EventLog byTime = lookup(topic, "--key", third.get("id"), "--to", Long.toString(Long.parseLong(stored) - 1));
        assertEquals(List.of(), byTime.of("found"));
        assertEquals(1, byTime.of("failed").size(), byTime.toString());
        EventLog byOffset = lookup(
                topic, "--key", third.get("id"), "--from", stored, "--to", stored, "--id", third.get("offsetMsgId"));
        assertEquals(List.of(third.get("id")), byOffset.ids("found"));
        assertEquals(List.of(third.get("id")), byOffset.ids("viewed"));

        int victim = cluster.leader(0).orElseThrow();
        cluster.kill(victim);
        cluster.awaitLeaders();
        try {
            assertEquals(stored, assertFound(topic, third));
        } finally {
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
        }
    }

    /** Finds a message by key and by its unique id, once each, and tells when it was stored. */
    private String assertFound(String topic, Event sent) {
        EventLog log = lookup(topic, "--key", sent.get("id"), "--id", sent.get("msgId"));
        assertEquals(List.of(sent.get("id")), log.ids("found"), log.toString());
        assertEquals(List.of(sent.get("id")), log.ids("viewed"), log.toString());
        Event found = log.of("found").get(0);
        assertEquals(sent.get("msgId"), found.get("msgId"));
        assertEquals(sent.get("offset"), found.get("offset"));
        return found.get("stored");
    }

    /** Clients that shut down drop the traces that they have not sent yet: they live until all is found. */
    @Test
    void whatIsSentAndConsumedLeavesTraces() {
        String topic = "traced" + suffix;
        cluster.createTopic(topic, 4);
        EventLog sent = new EventLog();
        EventLog consumed = new EventLog();
        try (EventProcess producer = trace("StockProducer", sent, topic, "--count", "3", "--stay", "true");
                EventProcess consumer = trace("StockPushConsumer", consumed, topic);
                AdminProgram mqadmin = AdminProgram.mqadmin(admin, await)) {
            producer.until("sends", TIMEOUT, await, () -> sent.has("all-sent"));
            consumer.until(
                    "messages", TIMEOUT, await, () -> consumed.ids("consumed").containsAll(sent.ids("sent")));
            String traces = mqadmin.until(
                    TIMEOUT, "queryMsgTraceById -i " + sent.of("sent").get(0).get("msgId"), "Pub", "Sub");
            assertTrue(traces.contains("success"), traces);
            assertFalse(traces.contains("Exception"), traces);
            producer.end(TIMEOUT);
            consumer.end(TIMEOUT);
        }
        assertEquals(3, sent.ids("sent").size(), sent.toString());
    }

    private EventProcess trace(String program, EventLog log, String topic, String... more) {
        return stock.start(
                program, log, Arguments.of(more, "--topic", topic, "--group", topic + program, "--trace", "true"));
    }

    private EventLog send(String topic, String... more) {
        EventLog log = stock.run("StockProducer", TIMEOUT, Arguments.of(more, "--topic", topic));
        assertEquals(List.of(), log.of("failed"));
        return log;
    }

    private EventLog lookup(String topic, String... more) {
        return stock.run("StockLookup", TIMEOUT, Arguments.of(more, "--topic", topic));
    }
}
