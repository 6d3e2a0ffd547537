package io.ringmq.broker.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.header.QueryMessageHeader;
import io.ringmq.remoting.header.QueryMessageResponseHeader;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryMessageHandlerTest {
    private static final long START_MS = 1_700_000_000_000L;

    private final TestRing ring = new TestRing();

    @BeforeEach
    void send() {
        ring.createTopic("t", 4);
        send("t", "first", "KEYS\1order-1 customer-7\2UNIQ_KEY\1id-1\2");
        send("t", "second", "KEYS\1order-2 customer-7\2UNIQ_KEY\1id-2\2");
        send("u", "elsewhere", "KEYS\1order-1\2UNIQ_KEY\1id-1\2");
        send("t", "third", "UNIQ_KEY\1id-3\2KEYS\1order-3  id-2\2");
    }

    private void send(String topic, String body, String properties) {
        ring.send(topic, body, properties).answer(ResponseCode.SUCCESS);
        ring.timer.advance(1_000);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private Reply ask(String topic, String key, int max, long fromMs, long toMs, boolean unique) {
        return ring.handle(
                RequestCode.QUERY_MESSAGE, new QueryMessageHeader(topic, key, max, fromMs, toMs, unique, null, null));
    }

    private List<String> found(String topic, String key, int max, long fromMs, long toMs, boolean unique) {
        Command answer = ask(topic, key, max, fromMs, toMs, unique).answer(ResponseCode.SUCCESS);
        return TestRing.messages(answer).stream().map(TestRing::text).toList();
    }

    private List<String> found(String key) {
        return found("t", key, 32, 0, Long.MAX_VALUE, false);
    }

    private void assertNone(String topic, String key, long fromMs, long toMs, boolean unique) {
        ask(topic, key, 32, fromMs, toMs, unique).answer(ResponseCode.QUERY_NOT_FOUND);
    }

    @Test
    void messagesAreFoundByEachOfTheirKeysNewestFirst() {
        assertEquals(List.of("first"), found("order-1"));
        assertEquals(List.of("second", "first"), found("customer-7"));
        assertEquals(List.of("second"), found("t", "customer-7", 1, 0, Long.MAX_VALUE, false));
        assertNone("t", "order", 0, Long.MAX_VALUE, false);
        assertNone("t", "order-1 customer-7", 0, Long.MAX_VALUE, false);
        assertNone("nowhere", "order-1", 0, Long.MAX_VALUE, false);
    }

    @Test
    void aUniqueIdIsNoOtherMessagesKey() {
        assertEquals(List.of("second"), found("t", "id-2", 32, 0, Long.MAX_VALUE, true));
        assertEquals(List.of("third", "second"), found("id-2"));
        assertEquals(List.of("elsewhere"), found("u", "id-1", 32, 0, Long.MAX_VALUE, true));
        assertNone("t", "order-1", 0, Long.MAX_VALUE, true);
    }

    @Test
    void onlyTheSpanOfTimeCounts() {
        assertEquals(List.of("first"), found("t", "customer-7", 32, START_MS, START_MS, false));
        assertEquals(List.of("second"), found("t", "customer-7", 32, START_MS + 1, START_MS + 1_000, false));
        assertNone("t", "customer-7", START_MS + 1_001, Long.MAX_VALUE, false);
        assertNone("t", "customer-7", Long.MAX_VALUE, 0, false);
    }

    @Test
    void theAnswerIsTheMessageAsAConsumerGetsIt() {
        Command answer = ask("t", "order-3", 32, 0, Long.MAX_VALUE, false).answer(ResponseCode.SUCCESS);
        WireMessage third = ring.messages("t").get(2);
        assertEquals(List.of(third), TestRing.messages(answer));
        assertEquals(
                new QueryMessageResponseHeader(third.storeTimestampMs(), third.physicalOffset()),
                QueryMessageResponseHeader.parse(answer));
    }

    @Test
    void thereAreManyWithOneKey() {
        for (int i = 0; i < 300; i++) {
            send("t", "m" + i, "KEYS\1many\2UNIQ_KEY\1n" + i + "\2");
        }
        List<String> newest = found("t", "many", 1_000, 0, Long.MAX_VALUE, false);
        assertEquals(QueryMessageHandler.MAX_MESSAGES, newest.size());
        assertEquals("m299", newest.get(0));
        assertEquals("m236", newest.get(63));
    }

    @Test
    void whatRetentionDeletedIsGone() {
        for (int i = 0; i < 40; i++) {
            send("t", "x".repeat(60_000), "UNIQ_KEY\1big" + i + "\2");
        }
        ring.deleteSegments();
        ring.ring().trimIndex();
        assertNone("t", "order-1", 0, Long.MAX_VALUE, false);
        assertEquals(1, found("big39").size());
    }

    @Test
    void aTopicThatIsGoneHasMessagesWhileTheLogHas() {
        ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("t"))
                .answer(ResponseCode.SUCCESS);
        assertEquals(List.of("first"), found("order-1"));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        ask("t", "", 32, 0, 1, false).answer(ResponseCode.INVALID_PARAMETER);
        ask("t", "k", 0, 0, 1, false).answer(ResponseCode.INVALID_PARAMETER);
        refused(new QueryMessageHeader("t", "red", 1, 0, 1, false, "T", null), "tags");
        refused(new QueryMessageHeader("t", "k", 1, 0, 1, false, "K", "somewhere"), "lastKey");
    }

    private void refused(QueryMessageHeader header, String named) {
        String remark = String.valueOf(ring.handle(RequestCode.QUERY_MESSAGE, header)
                .answer(ResponseCode.INVALID_PARAMETER)
                .remark());
        assertTrue(remark.contains(named), remark);
    }

    @Test
    void aReplicaWithoutALeaderAnswersItself() {
        ring.stepDown();
        assertEquals(List.of("first"), found("order-1"));
    }
}
