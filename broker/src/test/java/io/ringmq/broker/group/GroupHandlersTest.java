package io.ringmq.broker.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.topic.AutoCreation;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.CheckClientBody;
import io.ringmq.remoting.body.ConsumeFromWhere;
import io.ringmq.remoting.body.ConsumeType;
import io.ringmq.remoting.body.ConsumerConnectionBody;
import io.ringmq.remoting.body.ConsumerData;
import io.ringmq.remoting.body.ConsumerListBody;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.ProducerData;
import io.ringmq.remoting.body.SubscriptionBody;
import io.ringmq.remoting.header.GetConsumerConnectionListHeader;
import io.ringmq.remoting.header.GetConsumerListHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.UnregisterClientHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupHandlersTest {
    private final TestRing ring = new TestRing();
    private final FakeConnection first = new FakeConnection(1);
    private final FakeConnection second = new FakeConnection(2);

    @Test
    void membersAreListedAndToldOfEachOther() {
        heartbeat("c1", first, 1);
        assertEquals(Set.of("c1"), members());
        int before = first.sent.size();
        heartbeat("c2", second, 1);
        assertEquals(Set.of("c1", "c2"), members());
        Command told = first.sent.get(before);
        assertEquals(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED, told.code());
        assertTrue(told.isOneway());
        assertEquals("cg", told.fields().get("consumerGroup"));
        int quiet = first.sent.size();
        heartbeat("c2", second, 1);
        assertEquals(quiet, first.sent.size(), "an unchanged group tells nobody");
    }

    @Test
    void leavingInEveryWayIsTold() {
        heartbeat("c1", first, 1);
        heartbeat("c2", second, 1);
        int before = first.sent.size();
        ring.handle(
                        Command.request(RequestCode.UNREGISTER_CLIENT, new UnregisterClientHeader("c2", "pg", "cg")),
                        second)
                .answer(ResponseCode.SUCCESS);
        assertEquals(before + 1, first.sent.size());
        heartbeat("c2", second, 1);
        ring.ring().connectionListener().closed(second);
        assertEquals(before + 3, first.sent.size());
        heartbeat("c2", second, 1);
        for (int i = 0; i < 5; i++) {
            ring.timer.advance(30_000);
            heartbeat("c1", first, 1);
        }
        assertEquals(Set.of("c1"), members());
        assertEquals(before + 5, first.sent.size());
    }

    @Test
    void emptyGroupIsTheErrorClientsKnow() {
        Command answer = ring.handle(RequestCode.GET_CONSUMER_LIST_BY_GROUP, new GetConsumerListHeader("cg"))
                .answer(ResponseCode.SYSTEM_ERROR);
        assertEquals("no consumer for this group, cg", answer.remark());
        ring.handle(RequestCode.GET_CONSUMER_CONNECTION_LIST, new GetConsumerConnectionListHeader("cg"))
                .answer(ResponseCode.CONSUMER_NOT_ONLINE);
    }

    @Test
    void firstHeartbeatCreatesGroupAndRetryTopicOnTheLeader() {
        heartbeat("c1", first, 1);
        assertNotNull(ring.view().group("cg"));
        assertNotNull(ring.view().topic("%RETRY%cg"));
        try (TestRing strict = new TestRing(new AutoCreation(true, 8, false))) {
            strict.handle(heartbeatOf("c1", 1), first).answer(ResponseCode.SUCCESS);
            assertNull(strict.view().group("cg"));
        }
        try (TestRing follower = new TestRing()) {
            follower.stepDown();
            Reply early = follower.handle(RequestCode.GET_CONSUMER_LIST_BY_GROUP, new GetConsumerListHeader("cg"));
            early.assertPending();
            Reply earlyForTools = follower.handle(
                    RequestCode.GET_CONSUMER_CONNECTION_LIST, new GetConsumerConnectionListHeader("cg"));
            earlyForTools.assertPending();
            follower.timer.advance(65_000);
            early.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
            earlyForTools.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
            follower.handle(heartbeatOf("c1", 1), first).answer(ResponseCode.SUCCESS);
            assertNull(follower.view().group("cg"));
            follower.handle(RequestCode.GET_CONSUMER_LIST_BY_GROUP, new GetConsumerListHeader("cg"))
                    .answer(ResponseCode.SUCCESS);
        }
    }

    @Test
    void pullUsesTheSubscriptionOfTheHeartbeat() {
        ring.createTopic("t", 1);
        ring.send("t", "a", "TAGS\u0001blue\u0002");
        ring.send("t", "b", "TAGS\u0001red\u0002");
        heartbeat("c1", first, 5);
        Command answer = ring.pull(subscribedPull("t", 5)).answer(ResponseCode.SUCCESS);
        assertEquals("b", TestRing.text(TestRing.messages(answer).get(0)));
        ring.createTopic("other", 1);
        ring.pull(subscribedPull("other", 5)).answer(ResponseCode.SUBSCRIPTION_NOT_EXIST);
    }

    @Test
    void pullAheadOfItsHeartbeatGetsEveryMessage() {
        ring.createTopic("t", 1);
        ring.send("t", "a", "TAGS\u0001blue\u0002");
        ring.send("t", "b", "TAGS\u0001red\u0002");
        heartbeat("c1", first, 5);
        Command answer = ring.pull(subscribedPull("t", 6)).answer(ResponseCode.SUCCESS);
        assertEquals(2, TestRing.messages(answer).size());
    }

    @Test
    void toolsSeeConnections() {
        heartbeat("c1", first, 5);
        Command answer = ring.handle(
                        RequestCode.GET_CONSUMER_CONNECTION_LIST, new GetConsumerConnectionListHeader("cg"))
                .answer(ResponseCode.SUCCESS);
        ConsumerConnectionBody body = ConsumerConnectionBody.decode(answer.body());
        assertEquals("c1", body.connections().get(0).clientId());
        assertEquals(first.remoteAddress(), body.connections().get(0).clientAddr());
        assertEquals(MessageModel.CLUSTERING, body.messageModel());
        assertEquals(Set.of("t"), body.subscriptions().keySet());
    }

    @Test
    void pullUsesTheExpressionOfTheHeartbeat() {
        ring.createTopic("t", 1);
        ring.send("t", "a", "n\u00011\u0002");
        ring.send("t", "b", "n\u00012\u0002");
        ring.handle(heartbeatOf("c1", sql("n = 2", 5)), first).answer(ResponseCode.SUCCESS);
        Command answer = ring.pull(subscribedPull("t", 5)).answer(ResponseCode.SUCCESS);
        assertEquals(
                List.of("b"),
                TestRing.messages(answer).stream().map(TestRing::text).toList());
        ring.pull(subscribedPull("t", 6)).answer(ResponseCode.SUBSCRIPTION_NOT_LATEST);
        ring.handle(heartbeatOf("c1", sql("n = ", 6)), first).answer(ResponseCode.SUCCESS);
        ring.pull(subscribedPull("t", 6)).answer(ResponseCode.SUBSCRIPTION_PARSE_FAILED);
    }

    @Test
    void pullThatChangedToPropertiesWaitsForItsHeartbeat() {
        ring.createTopic("t", 1);
        heartbeat("c1", first, 5);
        ring.pull(new PullMessageHeader("cg", "t", 0, 0, 32, 0, 0, 0, null, 6, "SQL92", null))
                .answer(ResponseCode.SUBSCRIPTION_NOT_LATEST);
    }

    @Test
    void expressionsAreCheckedBeforeAConsumerStarts() {
        check("TAG", "a || b").answer(ResponseCode.SUCCESS);
        check("SQL92", "a > 1").answer(ResponseCode.SUCCESS);
        Command refusal = check("SQL92", "a > ").answer(ResponseCode.SUBSCRIPTION_PARSE_FAILED);
        assertTrue(String.valueOf(refusal.remark()).contains("found the end"), refusal.remark());
        check("CLASS", "a.b.C").answer(ResponseCode.SYSTEM_ERROR);
        check("TAG", "||").answer(ResponseCode.SUBSCRIPTION_PARSE_FAILED);
    }

    @Test
    void malformedHeartbeatIsTheClientsMistake() {
        ring.handle(Command.request(RequestCode.HEART_BEAT, Map.of()).withBody(new byte[] {'{'}))
                .answer(ResponseCode.INVALID_PARAMETER);
    }

    private Reply check(String type, String expression) {
        SubscriptionBody subscription = new SubscriptionBody("t", expression, type, List.of(), List.of(), 1, false);
        return ring.handle(Command.request(RequestCode.CHECK_CLIENT_CONFIG, Map.of())
                .withBody(new CheckClientBody("c1", "cg", subscription, null).encode()));
    }

    private Set<String> members() {
        Command answer = ring.handle(RequestCode.GET_CONSUMER_LIST_BY_GROUP, new GetConsumerListHeader("cg"))
                .answer(ResponseCode.SUCCESS);
        return Set.copyOf(ConsumerListBody.decode(answer.body()).consumerIdList());
    }

    private void heartbeat(String clientId, FakeConnection from, long subscriptionVersion) {
        Command answer =
                ring.handle(heartbeatOf(clientId, subscriptionVersion), from).answer(ResponseCode.SUCCESS);
        assertTrue(answer.version() >= 232, "older brokers are taken not to filter by properties");
    }

    private static SubscriptionBody sql(String expression, long version) {
        return new SubscriptionBody("t", expression, "SQL92", List.of(), List.of(), version, false);
    }

    private static Command heartbeatOf(String clientId, long subscriptionVersion) {
        return heartbeatOf(
                clientId,
                new SubscriptionBody(
                        "t", "red", "TAG", List.of("red"), List.of("red".hashCode()), subscriptionVersion, false));
    }

    private static Command heartbeatOf(String clientId, SubscriptionBody subscription) {
        ConsumerData consumer = new ConsumerData(
                "cg",
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET,
                List.of(subscription),
                false);
        HeartbeatBody body = new HeartbeatBody(clientId, List.of(new ProducerData("pg")), List.of(consumer), 0, false);
        return Command.request(RequestCode.HEART_BEAT, Map.of()).withBody(body.encode());
    }

    private static PullMessageHeader subscribedPull(String topic, long version) {
        return new PullMessageHeader("cg", topic, 0, 0, 32, 0, 0, 0, null, version, null, null);
    }
}
