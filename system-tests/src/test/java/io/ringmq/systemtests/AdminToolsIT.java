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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code mqadmin} 5.5.0 and rocketmq-dashboard do, against a ring of three, as docs/tools.md lists it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminToolsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String TOPIC = "tools";
    private static final String GROUP = "tools-group";
    private static final int QUEUES = 4;

    private final ClusterHarness harness = ClusterHarness.start("admin-tools", spec -> spec);
    private final LocalCluster cluster = harness.cluster();
    private final StockClient stock = harness.stock(StockVersion.V5_5_0);
    private final AdminProgram mqadmin = AdminProgram.mqadmin(stock, cluster.await());
    private final AdminProgram client = AdminProgram.client(stock, cluster.await());
    private final EventLog produced = new EventLog();
    private EventProcess consumer;
    private EventProcess producer;
    private Map<String, String> words;

    @BeforeAll
    void fill() throws IOException {
        cluster.createTopic(TOPIC, QUEUES);
        List<Event> sent = stock.run("StockProducer", TIMEOUT, "--topic", TOPIC, "--count", "8", "--tags", "A")
                .of("sent");
        consumer = stock.start(
                "StockPushConsumer", new EventLog(), "--topic", TOPIC, "--group", GROUP, "--persist-ms", "500");
        producer = stock.start(
                "StockStream",
                produced,
                "--topic",
                "stream",
                "--group",
                "tools-producer",
                "--threads",
                "1",
                "--pause-ms",
                "1000");
        cluster.await().until("progress", TIMEOUT, () -> committed() == sent.size() && produced.has("acked"));
        Path dir = cluster.spec().dir();
        Files.writeString(dir.resolve("topics.json"), "[{\"topicName\":\"list-1\"},{\"topicName\":\"list-2\"}]");
        Files.writeString(dir.resolve("groups.json"), "[{\"groupName\":\"list-g1\"},{\"groupName\":\"list-g2\"}]");
        int leader = cluster.leader(0).orElseThrow();
        words = Map.of(
                "{leader}", cluster.spec().clientAddress(leader, 0),
                "{follower}", cluster.spec().clientAddress((leader + 1) % 3, 0),
                "{namesrv}", cluster.spec().namesrvAddress(),
                "{dir}", dir.toAbsolutePath().toString(),
                "{client}", clientId(),
                "{unique}", sent.get(0).get("msgId"),
                "{offset}", sent.get(0).get("offsetMsgId"),
                "{queue}", sent.get(0).get("queue"),
                "{at}", sent.get(0).get("offset"));
    }

    private long committed() {
        return Progress.committed(cluster, GROUP, TOPIC, QUEUES);
    }

    private String clientId() {
        String connections = mqadmin.run("consumerConnection -g " + GROUP);
        Matcher id = Pattern.compile("\\S+@\\S+").matcher(connections);
        assertTrue(id.find(), connections);
        return id.group();
    }

    @AfterAll
    void close() {
        mqadmin.close();
        client.close();
        consumer.close();
        producer.close();
        harness.close();
    }

    static Stream<AdminCommands.Use> uses() {
        return AdminCommands.all();
    }

    @ParameterizedTest
    @MethodSource("uses")
    void printsWhatItShould(AdminCommands.Use use) {
        String output = mqadmin.run(line(use.line()));
        assertContains(use.printed(), output);
        assertFalse(use.clean() && output.contains("Exception"), output);
    }

    static Stream<DashboardCalls.Call> calls() {
        return DashboardCalls.all();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void answersTheDashboard(DashboardCalls.Call call) {
        String answer = client.run(line(call.line()));
        assertEquals(call.served(), !answer.startsWith("failed: "), answer);
        assertContains(call.parts(), answer);
    }

    private void assertContains(List<String> parts, String text) {
        for (String part : parts) {
            assertTrue(text.contains(line(part)), () -> line(part) + " is not in " + text);
        }
    }

    private String line(String template) {
        String line = template;
        for (Map.Entry<String, String> word : words.entrySet()) {
            line = line.replace(word.getKey(), word.getValue());
        }
        return line;
    }

    @ParameterizedTest
    @MethodSource("endless")
    void goesOnUntilItIsKilled(AdminCommands.Use use) {
        try (AdminProgram own = AdminProgram.endless(stock, cluster.await(), 4)) {
            String output = own.run(use.line());
            assertContains(use.printed(), output);
            assertFalse(output.contains("Exception"), output);
        }
    }

    static Stream<AdminCommands.Use> endless() {
        return AdminCommands.endless();
    }

    @Test
    void everySubcommandIsTriedAndDocumented() throws IOException {
        String help = mqadmin.run("help");
        Set<String> known = Pattern.compile("^ {3}(\\S+)", Pattern.MULTILINE)
                .matcher(help)
                .results()
                .map(MatchResult::group)
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tried = Stream.concat(uses(), endless())
                .map(AdminCommands.Use::command)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(known, tried, help);
        String page = Files.readString(Path.of(System.getProperty("ringmq.home"), "docs", "tools.md"));
        known.forEach(name -> assertTrue(page.contains("`" + name + "`"), name + " is not in docs/tools.md"));
    }
}
