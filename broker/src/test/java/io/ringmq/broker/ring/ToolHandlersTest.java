package io.ringmq.broker.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.body.ConsumeFromWhere;
import io.ringmq.remoting.body.ConsumeType;
import io.ringmq.remoting.body.ConsumerData;
import io.ringmq.remoting.body.DeleteListBody;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.ProducerData;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.body.SubscriptionGroupBody;
import io.ringmq.remoting.body.SubscriptionGroupList;
import io.ringmq.remoting.body.TopicConfig;
import io.ringmq.remoting.body.TopicConfigList;
import io.ringmq.remoting.header.GetBrokerConsumeStatsHeader;
import io.ringmq.remoting.header.GetConsumeStatsHeader;
import io.ringmq.remoting.header.GetProducerConnectionListHeader;
import io.ringmq.remoting.header.GetTopicStatsHeader;
import io.ringmq.remoting.header.QueryConsumeQueueHeader;
import io.ringmq.remoting.header.QueryConsumeTimeSpanHeader;
import io.ringmq.remoting.header.QuerySubscriptionHeader;
import io.ringmq.remoting.header.QueryTopicsByConsumerHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.header.ViewBrokerStatsHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What tools are told of one ring: two queues, three messages in queue 0, one consumed by the group {@code cg}, a producer
 * and a consumer connected.
 */
class ToolHandlersTest {
    private static final long START_MS = 1_700_000_000_000L;

    private final TestRing ring = new TestRing();

    @BeforeEach
    void fill() {
        ring.createTopic("t", 2);
        SubscriptionBody tags =
                new SubscriptionBody("t", "A", SubscriptionBody.TAG, List.of("A"), List.of(65), 7, false);
        ConsumerData consumer = new ConsumerData(
                "cg",
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET,
                List.of(tags),
                false);
        HeartbeatBody heartbeat = new HeartbeatBody("c1", List.of(new ProducerData("pg")), List.of(consumer), 0, false);
        ring.handle(Command.request(RequestCode.HEART_BEAT, Map.of()).withBody(heartbeat.encode()))
                .answer(ResponseCode.SUCCESS);
        for (String tag : List.of("A", "A", "B")) {
            ring.send("t", "body", "TAGS\1" + tag + "\2").answer(ResponseCode.SUCCESS);
            ring.timer.advance(1_000);
        }
        ring.pull(TestRing.pullHeader("t", 0, "A")).answer(ResponseCode.SUCCESS);
        ring.handle(Command.request(RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("cg", "t", 0, 1))
                .oneway());
        ring.timer.advance(7_000);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    /** A request and what its answer's body has to contain. */
    record Question(int code, Header header, List<String> parts) {
        static Question of(int code, Header header, String... parts) {
            return new Question(code, header, List.of(parts));
        }
    }

    private static final Header NONE = Map::of;

    static Stream<Question> questions() {
        return Stream.of(clients(), progress(), index(), figures()).flatMap(stream -> stream);
    }

    private static Stream<Question> clients() {
        return Stream.of(
                Question.of(
                        RequestCode.GET_PRODUCER_CONNECTION_LIST,
                        new GetProducerConnectionListHeader("pg"),
                        "{\"connectionSet\":[{\"clientAddr\":\"127.0.0.1:50001\",\"clientId\":\"c1\"",
                        "\"language\":\"JAVA\""),
                Question.of(
                        RequestCode.GET_ALL_PRODUCER_INFO,
                        NONE,
                        "{\"data\":{\"pg\":[{\"clientId\":\"c1\",\"language\":\"JAVA\",\"lastUpdateTimestamp\":"
                                + START_MS + ",\"remoteIP\":\"127.0.0.1:50001\",\"version\":"),
                Question.of(
                        RequestCode.QUERY_TOPICS_BY_CONSUMER,
                        new QueryTopicsByConsumerHeader("cg"),
                        "{\"topicList\":[\"t\"]}"),
                Question.of(
                        RequestCode.QUERY_TOPICS_BY_CONSUMER,
                        new QueryTopicsByConsumerHeader("nobody"),
                        "{\"topicList\":[]}"),
                Question.of(
                        RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER,
                        new QuerySubscriptionHeader("cg", "t"),
                        "{\"group\":\"cg\",\"subscriptionData\":{",
                        "\"subString\":\"A\"",
                        ",\"topic\":\"t\"}"),
                Question.of(
                        RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER,
                        new QuerySubscriptionHeader("nobody", "t"),
                        "{\"group\":\"nobody\",\"topic\":\"t\"}"));
    }

    private static Stream<Question> progress() {
        return Stream.of(
                Question.of(
                        RequestCode.GET_CONSUME_STATS,
                        new GetConsumeStatsHeader("cg", "t", null),
                        "\"offsetTable\":{{\"brokerName\":\"ring-0\",\"queueId\":0,\"topic\":\"t\"}:{\"brokerOffset\":3,"
                                + "\"consumerOffset\":1,\"lastTimestamp\":" + START_MS + ",\"pullOffset\":1}",
                        "\"consumeTps\":0."),
                Question.of(
                        RequestCode.GET_BROKER_CONSUME_STATS,
                        new GetBrokerConsumeStatsHeader(false),
                        "{\"brokerAddr\":\"localhost:10911\",\"consumeStatsList\":[{\"cg\":[{\"consumeTps\":",
                        "\"totalDiff\":2,\"totalInflightDiff\":0}"),
                Question.of(
                        RequestCode.GET_BROKER_CONSUME_STATS,
                        new GetBrokerConsumeStatsHeader(true),
                        "\"consumeStatsList\":[],\"totalDiff\":0,"));
    }

    private static Stream<Question> index() {
        return Stream.of(
                Question.of(
                        RequestCode.QUERY_CONSUME_TIME_SPAN,
                        new QueryConsumeTimeSpanHeader("t", "cg"),
                        "{\"consumeTimeSpanSet\":[{\"consumeTimeStamp\":" + START_MS
                                + ",\"delayTime\":9000,\"maxTimeStamp\":" + (START_MS + 2_000)
                                + ",\"messageQueue\":{\"brokerName\":\"ring-0\",\"queueId\":0,\"topic\":\"t\"},"
                                + "\"minTimeStamp\":" + START_MS + "}",
                        "{\"consumeTimeStamp\":-1,\"delayTime\":0,\"maxTimeStamp\":-1,"),
                Question.of(
                        RequestCode.QUERY_CONSUME_QUEUE,
                        new QueryConsumeQueueHeader("t", 0, 1, 10, "cg"),
                        "{\"maxQueueIndex\":3,\"minQueueIndex\":0,\"queueData\":[{\"eval\":true,\"msg\":\"queue offset 1,",
                        "{\"eval\":false,\"msg\":\"queue offset 2,",
                        "\"subscriptionData\":{"),
                Question.of(
                        RequestCode.GET_ALL_CONSUMER_OFFSET,
                        NONE,
                        "\"stateVersion\":",
                        "\"offsetTable\":{\"t@cg\":{\"0\":1}}}"),
                Question.of(RequestCode.GET_ALL_DELAY_OFFSET, NONE, "\"offsetTable\":{}}"));
    }

    private static Stream<Question> figures() {
        return Stream.of(
                Question.of(
                        RequestCode.GET_TOPIC_STATS_INFO,
                        new GetTopicStatsHeader("t"),
                        "{\"lastUpdateTimestamp\":" + (START_MS + 2_000) + ",\"maxOffset\":3,\"minOffset\":0}",
                        "\"topicPutTps\":0."),
                Question.of(
                        RequestCode.VIEW_BROKER_STATS_DATA,
                        new ViewBrokerStatsHeader("TOPIC_PUT_NUMS", "t"),
                        "\"statsDay\":{\"avgpt\":1.0,\"sum\":3,\"tps\":",
                        "\"statsMinute\":{\"avgpt\":1.0,\"sum\":3,\"tps\":0."),
                Question.of(
                        RequestCode.VIEW_BROKER_STATS_DATA,
                        new ViewBrokerStatsHeader("GROUP_GET_NUMS", "t@cg"),
                        "\"statsHour\":{\"avgpt\":2.0,\"sum\":2,"),
                Question.of(
                        RequestCode.GET_BROKER_CONFIG,
                        NONE,
                        "brokerClusterName=DefaultCluster\n",
                        "brokerName=ring-0\n",
                        "listenPort=10911\n",
                        "brokerId=0\n"),
                Question.of(
                        RequestCode.GET_BROKER_RUNTIME_INFO,
                        NONE,
                        "\"putMessageTimesTotal\":\"3\"",
                        "\"earliestMessageTimeStamp\":\"" + START_MS + "\"",
                        "\"dispatchBehindBytes\":\"0\"",
                        "\"msgGetTotalTodayNow\":\"2\""));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void toolsAreToldTheTruth(Question question) {
        Command answer = ring.handle(question.code(), question.header()).answer(ResponseCode.SUCCESS);
        String body = StandardCharsets.UTF_8.decode(answer.body().duplicate()).toString();
        question.parts().forEach(part -> assertTrue(body.contains(part), () -> part + " is not in " + body));
    }

    @Test
    void listsAreMadeAndDeletedAsOne() {
        TopicConfig fifo = new TopicConfig("b", 2, 2, 6, "SINGLE_TAG", 0, false, Map.of("+message.type", "FIFO"));
        put(
                        RequestCode.UPDATE_AND_CREATE_TOPIC_LIST,
                        new TopicConfigList(List.of(TopicConfig.of("a", 1, 6), fifo)).encode())
                .answer(ResponseCode.SUCCESS);
        assertNotNull(ring.view().topic("a"));
        assertEquals(
                Map.of("message.type", "FIFO"),
                Objects.requireNonNull(ring.view().topic("b")).attributes());
        put(
                        RequestCode.UPDATE_AND_CREATE_TOPIC_LIST,
                        new TopicConfigList(List.of(TopicConfig.of("c", 1, 6), TopicConfig.of("bad topic", 1, 6)))
                                .encode())
                .answer(ResponseCode.INVALID_PARAMETER);
        assertNull(ring.view().topic("c"), "a list with a mistake changes nothing");
        put(
                        RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST,
                        new SubscriptionGroupList(List.of(
                                        SubscriptionGroupBody.defaults("g1"), SubscriptionGroupBody.defaults("g2")))
                                .encode())
                .answer(ResponseCode.SUCCESS);
        assertNotNull(ring.view().group("g2"));
        DeleteListBody gone = new DeleteListBody(List.of("a", "b"), List.of("g1", "g2"), true);
        put(RequestCode.DELETE_TOPIC_IN_BROKER_LIST, gone.encode()).answer(ResponseCode.SUCCESS);
        put(RequestCode.DELETE_SUBSCRIPTION_GROUP_LIST, gone.encode()).answer(ResponseCode.SUCCESS);
        assertNull(ring.view().topic("a"));
        assertNull(ring.view().group("g1"));
    }

    private io.ringmq.broker.twin.Reply put(int code, byte[] body) {
        return ring.handle(Command.request(code, Map.of()).withBody(body));
    }

    @Test
    void aFollowerMakesNothing() {
        ring.stepDown();
        byte[] topics = new TopicConfigList(List.of(TopicConfig.of("a", 1, 6))).encode();
        put(RequestCode.UPDATE_AND_CREATE_TOPIC_LIST, topics).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        String config = StandardCharsets.UTF_8
                .decode(ring.handle(RequestCode.GET_BROKER_CONFIG, NONE)
                        .answer(ResponseCode.SUCCESS)
                        .body()
                        .duplicate())
                .toString();
        assertFalse(config.contains("brokerId=0\n"), config);
    }
}
