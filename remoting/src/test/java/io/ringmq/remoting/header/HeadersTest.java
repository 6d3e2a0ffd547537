package io.ringmq.remoting.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadersTest {
    private static final SendMessageHeader SEND =
            new SendMessageHeader("group", "topic", "TBW102", 4, -1, 1, 2L, 3, "TAGS\u0001a\u0002", 5, true, 16, false);

    /** A header and the parser that must restore it from its own fields. */
    record Sample(Header header, Function<Command, Header> parse) {}

    static List<Sample> samples() {
        return List.of(
                new Sample(SEND, SendMessageHeader::parse),
                new Sample(
                        new SendMessageResponseHeader("id", 1, 2, "tx", "b", null), SendMessageResponseHeader::parse),
                new Sample(
                        new PullMessageHeader("g", "t", 1, 2, 3, 7, 5, 6, "a || b", 8, "TAG", 9),
                        PullMessageHeader::parse),
                new Sample(new PullMessageResponseHeader(1, 2, 3, 4), PullMessageResponseHeader::parse),
                new Sample(new QueryConsumerOffsetHeader("g", "t", 1, false), QueryConsumerOffsetHeader::parse),
                new Sample(new UpdateConsumerOffsetHeader("g", "t", 1, 2), UpdateConsumerOffsetHeader::parse),
                new Sample(new OffsetResponseHeader(Long.MAX_VALUE), OffsetResponseHeader::parse),
                new Sample(new SearchOffsetHeader("t", 1, 2, BoundaryType.UPPER), SearchOffsetHeader::parse),
                new Sample(new QueueOffsetHeader("t", 1, false), QueueOffsetHeader::parse),
                new Sample(new EarliestStoreTimeResponseHeader(-1), EarliestStoreTimeResponseHeader::parse),
                new Sample(new ViewMessageHeader(null, 5), ViewMessageHeader::parse),
                new Sample(new RecallMessageHeader("g", "t", "h"), RecallMessageHeader::parse),
                new Sample(new RecallMessageResponseHeader("id"), RecallMessageResponseHeader::parse),
                new Sample(new ViewBrokerStatsHeader("TOPIC_PUT_NUMS", "t"), ViewBrokerStatsHeader::parse),
                new Sample(new GetBrokerConsumeStatsHeader(true), GetBrokerConsumeStatsHeader::parse),
                new Sample(new QuerySubscriptionHeader("g", "t"), QuerySubscriptionHeader::parse),
                new Sample(new QueryConsumeQueueHeader("t", 1, 2, 3, "g"), QueryConsumeQueueHeader::parse),
                new Sample(new QueryMessageHeader("t", "k", 1, 2, 3, true, "U", "l"), QueryMessageHeader::parse),
                new Sample(
                        new ConsumerSendMessageBackHeader(1, "g", -1, "id", "t", true, null),
                        ConsumerSendMessageBackHeader::parse),
                new Sample(new UnregisterClientHeader("c", null, "g"), UnregisterClientHeader::parse),
                new Sample(
                        new ReplyMessageHeader(
                                new SendMessageHeader("g", "t", "d", 1, 2, 3, 4, 5, "p", 6, true, null, false),
                                "p",
                                "h:1",
                                "s:2",
                                7),
                        ReplyMessageHeader::parse),
                new Sample(
                        new CreateTopicHeader("t", "d", 1, 2, 6, "SINGLE_TAG", 0, true, "+a=b"),
                        CreateTopicHeader::parse),
                new Sample(new GetConsumerStatusHeader("g", "t", "c"), GetConsumerStatusHeader::parse),
                new Sample(new ConsumeMessageDirectlyHeader("g", "c", "id", "b"), ConsumeMessageDirectlyHeader::parse),
                new Sample(new CloneGroupOffsetHeader("g", "h", "t", true), CloneGroupOffsetHeader::parse),
                new Sample(new QueryCorrectionOffsetHeader("f,g", "h", "t"), QueryCorrectionOffsetHeader::parse),
                new Sample(new ResetOffsetHeader("g", "t", -1, null, 5, true), ResetOffsetHeader::parse),
                new Sample(
                        new RegisterBrokerHeader("b", "a:1", "c", "h:2", 1, 30_000L, true, true, 7),
                        RegisterBrokerHeader::parse),
                new Sample(new RegisterBrokerResponseHeader(null, "m:1"), RegisterBrokerResponseHeader::parse),
                new Sample(
                        new BrokerHeartbeatHeader("c", "a:1", "b", 0L, 2, 3L, 4L, 5L, null),
                        BrokerHeartbeatHeader::parse),
                new Sample(new DeleteSubscriptionGroupHeader("g", true), DeleteSubscriptionGroupHeader::parse),
                new Sample(new SetMaintenanceHeader(true), SetMaintenanceHeader::parse),
                new Sample(new SnapshotTakenHeader(1, 2, 3), SnapshotTakenHeader::parse),
                new Sample(new PutKvConfigHeader("n", "k", "v"), PutKvConfigHeader::parse),
                new Sample(new GetKvConfigResponseHeader(null), GetKvConfigResponseHeader::parse));
    }

    static List<Sample> popSamples() {
        return List.of(
                new Sample(
                        new PopMessageHeader("g", "t", -1, 32, 60_000, 15_000, 5, 1, "TAG", "a", false, null),
                        PopMessageHeader::parse),
                new Sample(
                        new PopMessageResponseHeader(1, 2, 0, 4, "0 1 2", "0 1 2,3", null),
                        PopMessageResponseHeader::parse),
                new Sample(new AckMessageHeader("g", "t", 1, "1 2 3 4 0 b 1 5", 5), AckMessageHeader::parse),
                new Sample(
                        new ChangeInvisibleTimeHeader("g", "t", 1, "1 2 3 4 0 b 1 5", 5, 0),
                        ChangeInvisibleTimeHeader::parse),
                new Sample(new ChangeInvisibleTimeResponseHeader(1, 2, 3), ChangeInvisibleTimeResponseHeader::parse),
                new Sample(
                        new NotificationHeader("g", "t", -1, 2, 3, true, "a", "TAG", "x"), NotificationHeader::parse),
                new Sample(new NotificationResponseHeader(true, false), NotificationResponseHeader::parse),
                new Sample(new PollingInfoHeader("t", "g"), PollingInfoHeader::parse),
                new Sample(new PollingInfoResponseHeader(3), PollingInfoResponseHeader::parse));
    }

    @ParameterizedTest
    @MethodSource({"samples", "popSamples"})
    void headersSurviveTheirFields(Sample sample) {
        assertEquals(sample.header(), sample.parse().apply(Command.request(310, sample.header())));
    }

    @ParameterizedTest
    @MethodSource({"samples", "popSamples"})
    void malformedFieldsAreInvalidParameters(Sample sample) {
        Map<String, String> fields = sample.header().toFields();
        for (String name : fields.keySet()) {
            Map<String, String> damaged = new HashMap<>(fields);
            damaged.put(name, "no number");
            try {
                Header text = sample.parse().apply(Command.request(4711, damaged));
                assertTrue(text.toFields().containsKey(name), name);
            } catch (CommandException e) {
                assertEquals(ResponseCode.INVALID_PARAMETER, e.responseCode());
                assertTrue(String.valueOf(e.getMessage()).contains("4711"));
                assertTrue(String.valueOf(e.getMessage()).contains("'" + name + "'"));
            }
        }
    }

    @Test
    void longSpellingOfASendIsReadToo() {
        Map<String, String> fields = new HashMap<>();
        fields.put("producerGroup", "group");
        fields.put("topic", "topic");
        fields.put("defaultTopic", "TBW102");
        fields.put("defaultTopicQueueNums", "4");
        fields.put("queueId", "-1");
        fields.put("sysFlag", "1");
        fields.put("bornTimestamp", "2");
        fields.put("flag", "3");
        fields.put("properties", "TAGS\u0001a\u0002");
        fields.put("reconsumeTimes", "5");
        fields.put("unitMode", "true");
        fields.put("maxReconsumeTimes", "16");
        fields.put("batch", "false");
        assertEquals(SEND, SendMessageHeader.parse(Command.request(RequestCode.SEND_MESSAGE, fields)));
    }

    @Test
    void batchCodeImpliesABatch() {
        Command command = Command.request(RequestCode.SEND_BATCH_MESSAGE, SEND);
        assertTrue(SendMessageHeader.parse(command).batch());
    }

    @Test
    void missingFieldIsNamed() {
        CommandException e = assertThrows(
                CommandException.class, () -> PullMessageHeader.parse(Command.request(11, Map.of("topic", "t"))));
        assertEquals(ResponseCode.INVALID_PARAMETER, e.responseCode());
        assertEquals("command code 11: required field 'consumerGroup' is missing", e.getMessage());
    }

    @Test
    void olderToolsSpellingOfDeleteGroupIsRead() {
        Map<String, String> fields = Map.of("groupName", "g", "removeOffset", "true");
        assertTrue(DeleteSubscriptionGroupHeader.parse(Command.request(207, fields))
                .cleanOffset());
    }

    @Test
    void requiredResponseFieldsAreEmitted() {
        assertEquals(
                Map.of("msgId", "id", "queueId", "1", "queueOffset", "2"),
                new SendMessageResponseHeader("id", 1, 2, null, null, null).toFields());
        assertEquals(
                Map.of("suggestWhichBrokerId", "0", "nextBeginOffset", "1", "minOffset", "2", "maxOffset", "3"),
                new PullMessageResponseHeader(0, 1, 2, 3).toFields());
    }
}
