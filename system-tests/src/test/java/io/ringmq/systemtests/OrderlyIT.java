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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Stock consumers that consume in order, while consumers come and go and a leader dies. A queue has one of them at a time,
 * every queue and every key is consumed in the order in which it was sent, and nothing is lost. What is delivered again
 * after a change does not count against the order, as with Apache RocketMQ.
 */
@ParameterizedClass
@EnumSource(StockVersion.class)
@ExtendWith(SharedCluster.class)
class OrderlyIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(40);
    private static final int QUEUES = 6;

    private final LocalCluster cluster;
    private final Await await;
    private final StockClient stock;
    private final String topic;
    private final Map<String, EventLog> consumers = new LinkedHashMap<>();
    private final EventLog producer = new EventLog();

    OrderlyIT(StockVersion version, ClusterHarness harness) {
        this.cluster = harness.cluster();
        this.await = cluster.await();
        this.stock = harness.stock(version);
        this.topic = "orderly-" + version.name();
    }

    @Test
    void orderOutlivesConsumersThatComeAndGoAndALeaderThatDies() {
        cluster.createTopic(topic, QUEUES);
        try (EventProcess sending = produce(topic, producer);
                EventProcess first = consume("first");
                EventProcess second = consume("second")) {
            awaitFlow("first", "second");
            try (EventProcess third = consume("third")) {
                // The new consumer asks for queues that others have, while nobody leads.
                int victim = cluster.leader(0).orElseThrow();
                cluster.kill(victim);
                cluster.awaitLeaders();
                awaitFlow("first", "second", "third");
                second.end(END_TIMEOUT);
                cluster.startNode(victim);
                cluster.awaitAllRegistered();
                awaitFlow("first", "third");
                sending.end(END_TIMEOUT);
                await.until(
                        "everything sent to be consumed",
                        TIMEOUT,
                        () -> consumedIds().containsAll(producer.ids("acked")));
                third.end(END_TIMEOUT);
            }
            first.end(END_TIMEOUT);
        }
        assertOneConsumerAtATime();
        assertOrder("queue", event -> event.get("queue"), event -> event.number("offset"));
        // While there is no leader a stock producer has fewer queues to choose from, so keys move, as they do anywhere.
        assertOrder("key", event -> key(event) + " in queue " + event.get("queue"), OrderlyIT::number);
    }

    @Test
    void aMessageThatFailsHoldsUpItsQueueAndThenIsADeadLetter() {
        String failing = "poison" + topic;
        cluster.createTopic(failing, 1);
        EventLog log = new EventLog();
        List<String> sent = stock.run("StockProducer", TIMEOUT, "--topic", failing, "--count", "5", "--prefix", "p")
                .ids("sent");
        String[] more = {"--fail", "p-2", "--max-reconsume", "2"};
        try (EventProcess consumer = start(log, failing, "only", more)) {
            await.until("all messages", TIMEOUT, () -> log.ids("consumed").containsAll(sent));
            await.until("the dead letter", TIMEOUT, () -> cluster.view().hasRoute("%DLQ%group-" + failing));
            await.until(
                    "the dead letter to be there",
                    TIMEOUT,
                    () -> deadLetters(failing).contains("p-2"));
            consumer.end(END_TIMEOUT);
        }
        assertEquals(List.of("p-0", "p-1", "p-2", "p-2", "p-2", "p-3", "p-4"), log.ids("consumed"));
        assertEquals(List.of("p-2"), deadLetters(failing));
    }

    @Test
    void aFailoverMovesNoQueue() {
        String calm = "calm-" + topic;
        cluster.createTopic(calm, QUEUES);
        List<EventLog> members = List.of(new EventLog(), new EventLog(), new EventLog());
        EventLog sent = new EventLog();
        try (EventProcess a = start(members.get(0), calm, "a");
                EventProcess b = start(members.get(1), calm, "b");
                EventProcess c = start(members.get(2), calm, "c");
                EventProcess sending = produce(calm, sent)) {
            await.untilSteady(
                    "queues to be shared evenly",
                    TIMEOUT,
                    Duration.ofSeconds(5),
                    () -> members.stream().allMatch(log -> ownedLast(log, calm) == QUEUES / 3));
            int shared = timesShared(members);
            int victim = cluster.leader(0).orElseThrow();
            cluster.kill(victim);
            cluster.awaitLeaders();
            awaitFlow(sent, members);
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            awaitFlow(sent, members);
            assertEquals(shared, timesShared(members), "nobody shared the queues anew: " + sharings(members));
            for (EventProcess process : List.of(sending, a, b, c)) {
                process.end(END_TIMEOUT);
            }
        }
    }

    private static long ownedLast(EventLog log, String topic) {
        List<Event> shared = log.of("shared").stream()
                .filter(event -> event.get("topic").equals(topic))
                .toList();
        return shared.isEmpty() ? -1 : shared.get(shared.size() - 1).number("own");
    }

    private static int timesShared(List<EventLog> members) {
        return sharings(members).size();
    }

    private static List<Event> sharings(List<EventLog> members) {
        return members.stream().flatMap(log -> log.of("shared").stream()).toList();
    }

    private List<String> deadLetters(String failing) {
        return stock.run("StockPullConsumer", TIMEOUT, "--topic", "%DLQ%group-" + failing, "--group", "pull-" + failing)
                .ids("consumed");
    }

    private EventProcess produce(String to, EventLog log) {
        return stock.start(
                "StockStream",
                log,
                "--topic",
                to,
                "--threads",
                "8",
                "--pause-ms",
                "10",
                "--poll-ms",
                "1000",
                "--by-key",
                "true");
    }

    private EventProcess consume(String name) {
        EventLog log = new EventLog();
        consumers.put(name, log);
        return start(log, topic, name, "--work-ms", "2");
    }

    private EventProcess start(EventLog log, String consumed, String name, String... more) {
        String[] all = Arguments.of(
                more,
                "--topic",
                consumed,
                "--group",
                "group-" + consumed,
                "--instance",
                name,
                "--poll-ms",
                "1000",
                "--rebalance-ms",
                "1000");
        return stock.start("StockOrderlyConsumer", log, all);
    }

    private void awaitFlow(String... names) {
        List<EventLog> logs = Stream.of(names)
                .map(name -> Objects.requireNonNull(consumers.get(name)))
                .toList();
        awaitFlow(producer, logs);
    }

    /** Waits until each of the consumers has got something that was sent from now on. */
    private void awaitFlow(EventLog sent, List<EventLog> consuming) {
        int before = sent.ids("acked").size();
        for (EventLog log : consuming) {
            await.until("a consumer to get new messages", TIMEOUT, () -> {
                List<String> acked = sent.ids("acked");
                return log.ids("consumed").stream()
                        .anyMatch(new HashSet<>(acked.subList(Math.min(before, acked.size()), acked.size()))::contains);
            });
        }
    }

    private Set<String> consumedIds() {
        Set<String> ids = new HashSet<>();
        consumers.values().forEach(log -> ids.addAll(log.ids("consumed")));
        return ids;
    }

    private void assertOneConsumerAtATime() {
        Occupancy occupancy = new Occupancy();
        consumers.forEach((name, log) -> occupancy.add(name, log.all()));
        assertEquals(List.of(), occupancy.overlaps());
        assertTrue(occupancy.handOvers() >= QUEUES / 2, "queues changed hands: " + occupancy.handOvers());
    }

    /** The first delivery of each message comes behind those of the messages in front of it. */
    private void assertOrder(String what, Function<Event, String> lane, Function<Event, Long> position) {
        List<Event> deliveries = new ArrayList<>();
        consumers.values().forEach(log -> deliveries.addAll(log.of("consumed")));
        deliveries.sort(Comparator.comparingLong(Event::timeMs));
        Map<String, Long> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> wrong = new TreeSet<>();
        for (Event event : deliveries) {
            if (seen.add(event.get("id"))) {
                Long before = last.put(lane.apply(event), position.apply(event));
                if (before != null && before > position.apply(event)) {
                    wrong.add(what + " " + lane.apply(event) + ": " + event + " behind " + before);
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private static String key(Event event) {
        String id = event.get("id");
        return id.substring(0, id.indexOf('-'));
    }

    private static Long number(Event event) {
        String id = event.get("id");
        return Long.valueOf(id.substring(id.indexOf('-') + 1));
    }
}
