package io.ringmq.bench.recovery;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.remoting.body.ConsumeFromWhere;
import io.ringmq.remoting.body.ConsumeType;
import io.ringmq.remoting.body.ConsumerData;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Topics with {@value #QUEUES_OF_A_TOPIC} queues each, and one consumer group for {@value #TOPICS_OF_A_GROUP} of them that has
 * committed an offset for every queue. For one thread.
 */
final class FilledCatalog implements AutoCloseable {
    static final int QUEUES_OF_A_TOPIC = 10;
    static final int TOPICS_OF_A_GROUP = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int RING = 0;
    private static final int IN_FLIGHT = 32;
    private static final int READ_WRITE = 6;

    private final LocalCluster cluster;
    private final int topics;
    private final ForkJoinPool callers = new ForkJoinPool(IN_FLIGHT);
    private volatile String leader;

    /** @param topics a multiple of {@value #TOPICS_OF_A_GROUP} */
    FilledCatalog(LocalCluster cluster, int topics) {
        this.cluster = cluster;
        this.topics = topics;
        this.leader = cluster.view()
                .leader(cluster.spec().ringName(RING))
                .orElseThrow(() -> new AwaitException("the nameserver knows no leader"));
    }

    int queues() {
        return topics * QUEUES_OF_A_TOPIC;
    }

    int groups() {
        return topics / TOPICS_OF_A_GROUP;
    }

    void createTopics() {
        sendEach(
                topics,
                topic -> Command.request(
                        RequestCode.UPDATE_AND_CREATE_TOPIC,
                        new CreateTopicHeader(
                                topicName(topic),
                                "TBW102",
                                QUEUES_OF_A_TOPIC,
                                QUEUES_OF_A_TOPIC,
                                READ_WRITE,
                                "SINGLE_TAG",
                                0,
                                false,
                                null)));
    }

    /** One heartbeat for a consumer of each group; the first ones create the groups. */
    void heartbeats() {
        sendEach(
                groups(),
                group -> Command.request(RequestCode.HEART_BEAT, Map.of())
                        .withBody(heartbeat(group).encode()));
    }

    void commitOffsets() {
        sendEach(
                queues(),
                queue -> Command.request(
                        RequestCode.UPDATE_CONSUMER_OFFSET,
                        new UpdateConsumerOffsetHeader(
                                groupName(queue / QUEUES_OF_A_TOPIC / TOPICS_OF_A_GROUP),
                                topicName(queue / QUEUES_OF_A_TOPIC),
                                queue % QUEUES_OF_A_TOPIC,
                                0)));
    }

    /** Whether the leader that the nameserver knows answers for the last topic. */
    boolean isServed() {
        Command request = Command.request(
                RequestCode.GET_MAX_OFFSET,
                Map.of("topic", topicName(topics - 1), "queueId", "0", "committed", "true"));
        return isTaken(currentLeader(), request);
    }

    private void sendEach(int count, IntFunction<Command> request) {
        try {
            callers.submit(() -> IntStream.range(0, count).parallel().forEach(i -> send(request.apply(i))))
                    .get();
        } catch (ExecutionException e) {
            throw new AwaitException("the catalog could not be filled: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwaitException("interrupted while filling the catalog");
        }
    }

    /** Leaders may change while all processors are busy. */
    private void send(Command request) {
        if (!isTaken(leader, request)) {
            cluster.await().until("a leader that takes a request with code " + request.code(), TIMEOUT, () -> {
                leader = currentLeader();
                return isTaken(leader, request);
            });
        }
    }

    private boolean isTaken(String address, Command request) {
        return cluster.view()
                .answer(address, request)
                .filter(answer -> answer.code() == ResponseCode.SUCCESS)
                .isPresent();
    }

    private String currentLeader() {
        return cluster.view().leader(cluster.spec().ringName(RING)).orElse(leader);
    }

    private static HeartbeatBody heartbeat(int group) {
        List<SubscriptionBody> subscriptions = IntStream.range(0, TOPICS_OF_A_GROUP)
                .mapToObj(i -> new SubscriptionBody(
                        topicName(group * TOPICS_OF_A_GROUP + i),
                        "*",
                        SubscriptionBody.TAG,
                        List.of(),
                        List.of(),
                        1,
                        false))
                .toList();
        ConsumerData consumer = new ConsumerData(
                groupName(group),
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET,
                subscriptions,
                false);
        return new HeartbeatBody("127.0.0.1@" + group, List.of(), List.of(consumer), 0, false);
    }

    private static String topicName(int topic) {
        return "catalog-" + topic;
    }

    private static String groupName(int group) {
        return "catalog-group-" + group;
    }

    @Override
    public void close() {
        callers.shutdown();
    }
}
