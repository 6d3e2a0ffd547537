package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A body of every kind with the content that the fixtures of the same name have.
 *
 * @param before5 what the fixture of 4.9.8 says, which lacks members added since
 */
record BodySample<T>(String name, T body, T before5, Function<ByteBuffer, T> decode, Function<T, byte[]> encode) {
    private static final MessageQueue QUEUE = new MessageQueue("T", "b0", 1);
    private static final SubscriptionBody SUBSCRIPTION =
            new SubscriptionBody("T", "A || B", SubscriptionBody.TAG, List.of("A", "B"), List.of(65, 66), 17, false);
    private static final Map<Long, String> ADDRESSES =
            Ordered.copyOf(new TreeMap<>(Map.of(0L, "1.1.1.1:10911", 1L, "1.1.1.2:10911")));
    private static final BrokerData BROKER = new BrokerData("c", "b0", ADDRESSES, null, false);
    private static final ClientConnection CONNECTION = new ClientConnection("c1", "1.2.3.4:5", "JAVA", 409);
    private static final SubscriptionGroupBody GROUP = SubscriptionGroupBody.defaults("g");

    static List<BodySample<?>> all() {
        return Stream.concat(ofRoutesAndClients().stream(), ofTools().stream()).collect(Collectors.toList());
    }

    private static List<BodySample<?>> ofRoutesAndClients() {
        return List.of(
                same("topic-route", route(), TopicRoute::decode, route -> route.encode(JsonStyle.UNQUOTED_NUMBER_KEYS)),
                same("topic-route-standard", route(), TopicRoute::decode, TopicRoute::encode),
                same("cluster-info", cluster(), ClusterInfo::decode, ClusterInfo::encode),
                same("topic-list", new TopicList(List.of("T"), null), TopicList::decode, TopicList::encode),
                same("group-list", new GroupList(List.of("g")), GroupList::decode, GroupList::encode),
                same("kv-table", new KvTable(Map.of("k", "v \"q\" \n")), KvTable::decode, KvTable::encode),
                new BodySample<>(
                        "topic-config-table",
                        topics(),
                        topicsBefore5(),
                        TopicConfigTable::decode,
                        TopicConfigTable::encode),
                new BodySample<>(
                        "register-broker",
                        new RegisterBrokerBody(topics(), List.of("f:1")),
                        new RegisterBrokerBody(topicsBefore5(), List.of("f:1")),
                        RegisterBrokerBody::decode,
                        RegisterBrokerBody::encode),
                same("heartbeat", heartbeat(), HeartbeatBody::decode, HeartbeatBody::encode),
                same(
                        "consumer-list",
                        new ConsumerListBody(List.of("c1", "c2")),
                        ConsumerListBody::decode,
                        ConsumerListBody::encode),
                same(
                        "check-client",
                        new CheckClientBody("c1", "cg", SUBSCRIPTION, null),
                        CheckClientBody::decode,
                        CheckClientBody::encode));
    }

    private static List<BodySample<?>> ofTools() {
        return List.of(
                new BodySample<>(
                        "consume-stats",
                        new ConsumeStatsBody(1.5, Map.of(QUEUE, new QueueConsumption(5, 3, 4, 11))),
                        new ConsumeStatsBody(1.5, Map.of(QUEUE, new QueueConsumption(5, 3, 0, 11))),
                        ConsumeStatsBody::decode,
                        ConsumeStatsBody::encode),
                new BodySample<>(
                        "topic-stats",
                        new TopicStatsBody(Map.of(QUEUE, new QueueOffsets(1, 5, 12)), 2.5),
                        new TopicStatsBody(Map.of(QUEUE, new QueueOffsets(1, 5, 12)), 0),
                        TopicStatsBody::decode,
                        TopicStatsBody::encode),
                same(
                        "reset-offset",
                        new ResetOffsetBody(Map.of(QUEUE, 7L)),
                        ResetOffsetBody::decode,
                        ResetOffsetBody::encode),
                same(
                        "consumer-connection",
                        consumers(),
                        ConsumerConnectionBody::decode,
                        ConsumerConnectionBody::encode),
                same(
                        "producer-connection",
                        new ProducerConnectionBody(List.of(CONNECTION)),
                        ProducerConnectionBody::decode,
                        ProducerConnectionBody::encode),
                same("subscription-group", GROUP, SubscriptionGroupBody::decode, SubscriptionGroupBody::encode),
                new BodySample<>(
                        "subscription-group-table",
                        groups(3),
                        groups(0),
                        SubscriptionGroupTable::decode,
                        SubscriptionGroupTable::encode),
                same(
                        "lock-batch",
                        new LockBatchBody("cg", "c1", false, List.of(QUEUE)),
                        LockBatchBody::decode,
                        LockBatchBody::encode),
                same(
                        "lock-batch-response",
                        new LockBatchResponseBody(List.of(QUEUE)),
                        LockBatchResponseBody::decode,
                        LockBatchResponseBody::encode));
    }

    private static <T> BodySample<T> same(
            String name, T body, Function<ByteBuffer, T> decode, Function<T, byte[]> encode) {
        return new BodySample<>(name, body, body, decode, encode);
    }

    T decode(ByteBuffer encoded) {
        return decode.apply(encoded);
    }

    byte[] encoded() {
        return encode.apply(body);
    }

    private static TopicRoute route() {
        return new TopicRoute("b0:4", List.of(new QueueData("b0", 4, 4, 6, 0)), List.of(BROKER));
    }

    private static ClusterInfo cluster() {
        return new ClusterInfo(Map.of("b0", BROKER), Map.of("c", List.of("b0")));
    }

    static TopicConfigTable topics() {
        return topics(3, Map.of("message.type", "FIFO"));
    }

    static TopicConfigTable topicsBefore5() {
        return topics(0, Map.of());
    }

    private static TopicConfigTable topics(long stateVersion, Map<String, String> attributes) {
        Map<String, TopicConfig> topics = new TreeMap<>();
        topics.put("T", TopicConfig.of("T", 4, Permissions.READ_WRITE));
        topics.put("U", new TopicConfig("U", 1, 2, Permissions.READ, TopicConfig.SINGLE_TAG, 0, false, attributes));
        return new TopicConfigTable(version(stateVersion), topics);
    }

    private static DataVersion version(long stateVersion) {
        return new DataVersion(stateVersion, 1_700_000_000_000L, 9);
    }

    private static HeartbeatBody heartbeat() {
        ConsumerData consumer = new ConsumerData(
                "cg",
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET,
                List.of(SUBSCRIPTION),
                false);
        return new HeartbeatBody("10.0.0.1@7", List.of(new ProducerData("pg")), List.of(consumer), 0, false);
    }

    private static ConsumerConnectionBody consumers() {
        return new ConsumerConnectionBody(
                List.of(CONNECTION),
                Map.of("T", SUBSCRIPTION),
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
    }

    private static SubscriptionGroupTable groups(long stateVersion) {
        return new SubscriptionGroupTable(version(stateVersion), Map.of("g", GROUP));
    }
}
