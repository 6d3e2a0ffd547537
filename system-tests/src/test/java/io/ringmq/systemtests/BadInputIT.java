package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventLog;
import io.ringmq.bench.stock.StockClient;
import io.ringmq.bench.stock.StockVersion;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are wrong get the code a RocketMQ client understands and a message for people; the node serves on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_MESSAGE_BYTES = 64 << 10;
    private static final String TOPIC = "good";
    private static final int UNKNOWN_CODE = 31_999;

    private final ClusterHarness harness = ClusterHarness.start(
            "bad-input",
            spec -> spec.withBrokerKey("autoCreateTopicEnable", "false")
                    .withBrokerKey("maxMessageBytes", Integer.toString(MAX_MESSAGE_BYTES)));
    private final LocalCluster cluster = harness.cluster();

    @BeforeAll
    void createTopic() {
        cluster.createTopic(TOPIC, 4);
    }

    @AfterAll
    void close() {
        harness.close();
    }

    static Stream<StockVersion> versions() {
        return Stream.of(StockVersion.values());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void oversizedMessageIsIllegal(StockVersion version) {
        Event failure = failure(version, "--topic", TOPIC, "--bytes", Integer.toString(MAX_MESSAGE_BYTES + 1));
        assertEquals(ResponseCode.MESSAGE_ILLEGAL, failure.number("code"), failure.toString());
        assertStillServes(version);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void unknownTopicDoesNotExist(StockVersion version) {
        Event failure = failure(version, "--topic", "nobody-made-it");
        assertTrue(failure.get("message").contains("No route info of this topic"), failure.toString());
        assertStillServes(version);
    }

    @Test
    void unknownTopicAtTheLeaderIsAnsweredTopicNotExist() {
        Command answer = send(leaderAddress(), "nobody-made-it");
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, answer.code(), answer.toString());
        assertRemarkNames(answer, "nobody-made-it");
    }

    @Test
    void sendToAFollowerIsAnsweredWithARetryableCodeAndTheLeader() {
        String leader = leaderAddress();
        int follower = (cluster.leader(0).orElseThrow() + 1) % 3;
        Command answer = send(cluster.spec().clientAddress(follower, 0), TOPIC);
        assertEquals(ResponseCode.SERVICE_NOT_AVAILABLE, answer.code(), answer.toString());
        assertEquals(leader, answer.fields().get("leaderAddr"), answer.toString());
        assertRemarkNames(answer, "does not lead");
    }

    @Test
    void unknownRequestCodeIsNotSupported() {
        Command answer = cluster.view()
                .answer(leaderAddress(), Command.request(UNKNOWN_CODE, Map.of()))
                .orElseThrow();
        assertEquals(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, answer.code());
        assertRemarkNames(answer, Integer.toString(UNKNOWN_CODE));
        assertStillServes(StockVersion.V5_5_0);
    }

    static Stream<byte[]> malformedFrames() {
        return Stream.of(
                RawConnection.ints(-1, 4),
                RawConnection.ints(0, 0),
                RawConnection.ints(Integer.MAX_VALUE, 4),
                RawConnection.ints(8, 0x00FFFFFF, 0),
                RawConnection.frame("this is no header"),
                RawConnection.frame("{\"code\":\"ten\",\"opaque\":{}}"),
                RawConnection.frame("[".repeat(10_000)),
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("malformedFrames")
    void malformedFrameEndsItsConnectionAndNoOther(byte[] bytes) throws IOException {
        String address = leaderAddress();
        try (RawConnection other = new RawConnection(address);
                RawConnection bad = new RawConnection(address)) {
            bad.send(bytes);
            String answer = bad.readHeader();
            assertTrue(answer == null || !answer.contains("\"code\":0"), "answered with " + answer);
            other.send(
                    RawConnection.frame("{\"code\":28,\"opaque\":7,\"flag\":0,\"version\":515,\"language\":\"JAVA\"}"));
            String served = other.readHeader();
            assertNotNull(served, "another connection was closed, too");
            assertTrue(served.contains("\"opaque\":7"), served);
        }
    }

    private Command send(String address, String topic) {
        Map<String, String> header = Map.ofEntries(
                Map.entry("a", "raw"),
                Map.entry("b", topic),
                Map.entry("c", "TBW102"),
                Map.entry("d", "4"),
                Map.entry("e", "0"),
                Map.entry("f", "0"),
                Map.entry("g", "1700000000000"),
                Map.entry("h", "0"),
                Map.entry("i", ""),
                Map.entry("j", "0"),
                Map.entry("k", "false"),
                Map.entry("m", "false"));
        Command request = Command.request(RequestCode.SEND_MESSAGE_V2, header).withBody(new byte[] {1, 2, 3});
        return cluster.view().answer(address, request).orElseThrow();
    }

    private String leaderAddress() {
        return cluster.spec().clientAddress(cluster.leader(0).orElseThrow(), 0);
    }

    private Event failure(StockVersion version, String... arguments) {
        StockClient stock = harness.stock(version);
        EventLog log = stock.run("StockProducer", TIMEOUT, arguments);
        List<Event> failures = log.of("failed");
        assertEquals(1, failures.size(), log.toString());
        return failures.get(0);
    }

    private void assertStillServes(StockVersion version) {
        EventLog log = harness.stock(version).run("StockProducer", TIMEOUT, "--topic", TOPIC, "--count", "3");
        assertAll(
                () -> assertEquals(3, log.ids("sent").size(), log.toString()),
                () -> assertEquals(List.of(), cluster.deadNodes()));
    }

    private static void assertRemarkNames(Command answer, String what) {
        String remark = answer.remark();
        assertNotNull(remark);
        assertTrue(remark.contains(what), remark);
    }
}
