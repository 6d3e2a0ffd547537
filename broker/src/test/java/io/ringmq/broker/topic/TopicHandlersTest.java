package io.ringmq.broker.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.ConsumeStatsBody;
import io.ringmq.remoting.body.GroupList;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueueConsumption;
import io.ringmq.remoting.body.SubscriptionGroupBody;
import io.ringmq.remoting.body.SubscriptionGroupTable;
import io.ringmq.remoting.body.TopicConfig;
import io.ringmq.remoting.body.TopicConfigTable;
import io.ringmq.remoting.body.TopicList;
import io.ringmq.remoting.body.TopicStatsBody;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.DeleteSubscriptionGroupHeader;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.header.GetConsumeStatsHeader;
import io.ringmq.remoting.header.GetSubscriptionGroupConfigHeader;
import io.ringmq.remoting.header.GetTopicConfigHeader;
import io.ringmq.remoting.header.GetTopicStatsHeader;
import io.ringmq.remoting.header.QueryTopicConsumeByWhoHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicHandlersTest {
    private final TestRing ring = new TestRing();

    @Test
    void topicIsCreatedChangedReadAndDeleted() {
        put("t", 4, 6, "+message.type=FIFO").answer(ResponseCode.SUCCESS);
        put("t", 8, 6, "+a=b").answer(ResponseCode.SUCCESS);
        TopicConfig read = TopicConfig.decode(ring.handle(RequestCode.GET_TOPIC_CONFIG, new GetTopicConfigHeader("t"))
                .answer(ResponseCode.SUCCESS)
                .body());
        assertEquals(8, read.writeQueueNums());
        assertEquals(Map.of("message.type", "FIFO", "a", "b"), read.attributes());
        put("t", 8, 6, "-a").answer(ResponseCode.SUCCESS);
        assertEquals(
                Map.of("message.type", "FIFO"),
                Objects.requireNonNull(ring.view().topic("t")).attributes());
        ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("t"))
                .answer(ResponseCode.SUCCESS);
        ring.handle(RequestCode.GET_TOPIC_CONFIG, new GetTopicConfigHeader("t")).answer(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void illegalChangesAreRefused() {
        put("bad topic", 4, 6, null).answer(ResponseCode.INVALID_PARAMETER);
        put("SCHEDULE_TOPIC_XXXX", 4, 6, null).answer(ResponseCode.INVALID_PARAMETER);
        put("t", -1, 6, null).answer(ResponseCode.INVALID_PARAMETER);
        put("t", 4, 64, null).answer(ResponseCode.INVALID_PARAMETER);
        put("t", 4, 6, "message.type=FIFO").answer(ResponseCode.INVALID_PARAMETER);
        ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("TBW102"))
                .answer(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void changesGoToTheLeaderOrAreRefusedWhenThereIsNone() {
        ring.createTopic("kept", 1);
        ring.stepDown();
        List<Reply> waiting = List.of(
                put("t", 4, 6, null),
                ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("kept")),
                ring.handle(Command.request(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, Map.of())
                        .withBody(SubscriptionGroupBody.defaults("cg").encode())),
                ring.handle(RequestCode.DELETE_SUBSCRIPTIONGROUP, new DeleteSubscriptionGroupHeader("cg", true)));
        waiting.forEach(Reply::assertPending);
        ring.timer.advance(3_000);
        waiting.forEach(reply -> reply.answer(ResponseCode.SERVICE_NOT_AVAILABLE));
        assertNull(ring.view().topic("t"));
        assertNotNull(ring.view().topic("kept"));
    }

    @Test
    void allTopicsComeWithTheirNumber() {
        ring.createTopic("t", 4);
        Command answer = ring.handle(Command.request(RequestCode.GET_ALL_TOPIC_CONFIG, Map.of()))
                .answer(ResponseCode.SUCCESS);
        TopicConfigTable table = TopicConfigTable.decode(answer.body());
        assertEquals(4, Objects.requireNonNull(table.topics().get("t")).readQueueNums());
        assertTrue(table.topics().containsKey("TBW102"));
        assertEquals(Integer.toString(table.topics().size()), answer.fields().get("totalTopicNum"));
        assertEquals(ring.ring().group().term(), table.dataVersion().stateVersion());
        TopicList system =
                TopicList.decode(ring.handle(Command.request(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER, Map.of()))
                        .answer(ResponseCode.SUCCESS)
                        .body());
        assertTrue(system.topicList().contains("SCHEDULE_TOPIC_XXXX"));
        assertFalse(system.topicList().contains("t"));
    }

    @Test
    void groupsAreCreatedReadAndDeleted() {
        SubscriptionGroupBody group = SubscriptionGroupBody.defaults("cg");
        ring.handle(Command.request(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, Map.of())
                        .withBody(group.encode()))
                .answer(ResponseCode.SUCCESS);
        Command answer = ring.handle(Command.request(RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG, Map.of()))
                .answer(ResponseCode.SUCCESS);
        assertEquals(
                group, SubscriptionGroupTable.decode(answer.body()).groups().get("cg"));
        ring.handle(RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG, new GetSubscriptionGroupConfigHeader("cg"))
                .answer(ResponseCode.SUCCESS);
        ring.handle(RequestCode.DELETE_SUBSCRIPTIONGROUP, new DeleteSubscriptionGroupHeader("cg", true))
                .answer(ResponseCode.SUCCESS);
        assertNull(ring.view().group("cg"));
        ring.handle(RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG, new GetSubscriptionGroupConfigHeader("cg"))
                .answer(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST);
        ring.handle(Command.request(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, Map.of())
                        .withBody(SubscriptionGroupBody.defaults("bad group").encode()))
                .answer(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void statsShowQueuesAndProgress() {
        ring.createTopic("t", 2);
        ring.send("t", "a", "");
        ring.send("t", "b", "");
        ring.handle(Command.request(RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("cg", "t", 0, 1))
                .oneway());
        ring.timer.advance(100);
        TopicStatsBody stats =
                TopicStatsBody.decode(ring.handle(RequestCode.GET_TOPIC_STATS_INFO, new GetTopicStatsHeader("t"))
                        .answer(ResponseCode.SUCCESS)
                        .body());
        MessageQueue queue = new MessageQueue("t", "ring-0", 0);
        assertEquals(2, stats.queues().size());
        assertEquals(2, Objects.requireNonNull(stats.queues().get(queue)).maxOffset());
        ConsumeStatsBody consume = ConsumeStatsBody.decode(
                ring.handle(RequestCode.GET_CONSUME_STATS, new GetConsumeStatsHeader("cg", null, null))
                        .answer(ResponseCode.SUCCESS)
                        .body());
        GroupList consumedBy = GroupList.decode(
                ring.handle(RequestCode.QUERY_TOPIC_CONSUME_BY_WHO, new QueryTopicConsumeByWhoHeader("t"))
                        .answer(ResponseCode.SUCCESS)
                        .body());
        assertEquals(List.of("cg"), consumedBy.groupList());
        QueueConsumption progress = consume.queues().get(queue);
        assertEquals(1, Objects.requireNonNull(progress).consumerOffset());
        assertEquals(2, progress.brokerOffset());
        ring.handle(RequestCode.GET_TOPIC_STATS_INFO, new GetTopicStatsHeader("nowhere"))
                .answer(ResponseCode.TOPIC_NOT_EXIST);
    }

    private Reply put(String topic, int queues, int perm, @Nullable String attributes) {
        return ring.handle(
                RequestCode.UPDATE_AND_CREATE_TOPIC,
                new CreateTopicHeader(topic, "TBW102", queues, queues, perm, "SINGLE_TAG", 0, false, attributes));
    }
}
