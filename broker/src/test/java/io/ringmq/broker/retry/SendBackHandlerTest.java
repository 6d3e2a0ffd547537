package io.ringmq.broker.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.topic.AutoCreation;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.SubscriptionGroupBody;
import io.ringmq.remoting.header.ConsumerSendMessageBackHeader;
import io.ringmq.remoting.header.GetSubscriptionGroupConfigHeader;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendBackHandlerTest {
    private final TestRing ring = new TestRing();

    @Test
    void failedMessageComesAgainAfterItsDelayAndDiesAfterTheLastAttempt() {
        ring.send("t", "a", "TAGS\u0001red\u0002UNIQ_KEY\u0001U\u0002").answer(ResponseCode.SUCCESS);
        WireMessage original = ring.messages("t").get(0);

        sendBack(original, 0, 2).answer(ResponseCode.SUCCESS);
        assertEquals(0, ring.view().maxOffset("%RETRY%cg", 0));
        ring.timer.advance(9_999);
        assertEquals(0, ring.view().maxOffset("%RETRY%cg", 0));
        ring.timer.advance(1);
        WireMessage second = last("%RETRY%cg");
        assertEquals(1, second.reconsumeTimes());
        assertEquals("a", TestRing.text(second));
        assertEquals("t", MessageProperties.find(second.properties(), "RETRY_TOPIC"));
        assertEquals("red", MessageProperties.find(second.properties(), "TAGS"));
        assertEquals("U", MessageProperties.find(second.properties(), "UNIQ_KEY"));
        assertNull(MessageProperties.find(second.properties(), "DELAY"));
        assertEquals(
                MessageIds.encode(original.storeHost(), original.physicalOffset()),
                MessageProperties.find(second.properties(), "ORIGIN_MESSAGE_ID"));

        sendBack(second, 0, 2).answer(ResponseCode.SUCCESS);
        ring.timer.advance(30_000);
        WireMessage third = last("%RETRY%cg");
        assertEquals(2, third.reconsumeTimes());
        sendBack(third, 0, 2).answer(ResponseCode.SUCCESS);
        WireMessage dead = last("%DLQ%cg");
        assertEquals("a", TestRing.text(dead));
        assertEquals("t", MessageProperties.find(dead.properties(), "RETRY_TOPIC"));
        assertNull(MessageProperties.find(dead.properties(), "DELAY"));
    }

    @Test
    void groupWithARetryPolicyWaitsAsLongAsItSays() {
        putGroup(
                        "{\"type\":\"EXPONENTIAL\",\"exponentialRetryPolicy\":{\"initial\":4000,\"max\":60000,\"multiplier\":8}}")
                .answer(ResponseCode.SUCCESS);
        ring.send("t", "a", "");
        sendBack(ring.messages("t").get(0), 0, 16).answer(ResponseCode.SUCCESS);
        ring.timer.advance(4_999);
        assertEquals(0, ring.view().maxOffset("%RETRY%cg", 0), "5 s is the first level not below 4 s");
        ring.timer.advance(1);
        sendBack(last("%RETRY%cg"), 0, 16).answer(ResponseCode.SUCCESS);
        ring.timer.advance(59_999);
        assertEquals(1, ring.view().maxOffset("%RETRY%cg", 0), "1 min is the first level not below 32 s");
        ring.timer.advance(1);
        assertEquals(2, ring.view().maxOffset("%RETRY%cg", 0));
        putGroup("{\"type\":\"CUSTOMIZED\",\"customizedRetryPolicy\":{\"next\":[1000,1000,1000]}}")
                .answer(ResponseCode.SUCCESS);
        sendBack(last("%RETRY%cg"), 0, 16).answer(ResponseCode.SUCCESS);
        ring.timer.advance(1_000);
        assertEquals(3, ring.view().maxOffset("%RETRY%cg", 0));
        sendBack(last("%RETRY%cg"), 2, 16).answer(ResponseCode.SUCCESS);
        ring.timer.advance(4_999);
        assertEquals(3, ring.view().maxOffset("%RETRY%cg", 0), "the consumer asked for 5 s");
    }

    @Test
    void retryPolicyIsReadBackAndNonsenseRefused() {
        String policy = "{\"customizedRetryPolicy\":{\"next\":[5000,9000]},\"type\":\"CUSTOMIZED\"}";
        putGroup(policy).answer(ResponseCode.SUCCESS);
        assertEquals(policy, group().groupRetryPolicy());
        putGroup("{\"type\":\"EXPONENTIAL\"}").answer(ResponseCode.SUCCESS);
        assertEquals(
                "{\"exponentialRetryPolicy\":{\"initial\":5000,\"max\":7200000,\"multiplier\":2},\"type\":\"EXPONENTIAL\"}",
                group().groupRetryPolicy());
        putGroup("{\"type\":\"CUSTOMIZED\"}").answer(ResponseCode.SUCCESS);
        assertEquals(SubscriptionGroupBody.CUSTOMIZED_RETRY, group().groupRetryPolicy());
        for (String nonsense : List.of(
                "{\"type\":\"LINEAR\"}",
                "{\"type\":\"EXPONENTIAL\",\"exponentialRetryPolicy\":{\"multiplier\":0}}",
                "{\"type\":\"CUSTOMIZED\",\"customizedRetryPolicy\":{\"next\":[-1]}}")) {
            putGroup(nonsense).answer(ResponseCode.INVALID_PARAMETER);
        }
    }

    private Reply putGroup(String retryPolicy) {
        SubscriptionGroupBody group = new SubscriptionGroupBody(
                "cg", true, true, true, false, 1, 16, retryPolicy, 0, 1, true, 0, 15, Map.of());
        return ring.handle(Command.request(RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, Map.of())
                .withBody(group.encode()));
    }

    private SubscriptionGroupBody group() {
        Command answer = ring.handle(
                        RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG, new GetSubscriptionGroupConfigHeader("cg"))
                .answer(ResponseCode.SUCCESS);
        return SubscriptionGroupBody.decode(answer.body());
    }

    @Test
    void negativeLevelGoesToTheDeadLetterTopicAtOnce() {
        ring.send("t", "a", "");
        sendBack(ring.messages("t").get(0), -1, 16).answer(ResponseCode.SUCCESS);
        assertNotNull(last("%DLQ%cg"));
    }

    @Test
    void offsetThatIsNoMessageIsRefused() {
        ring.send("t", "a", "");
        WireMessage stored = ring.messages("t").get(0);
        for (long offset : new long[] {-1, 0, stored.physicalOffset() + 1, 1L << 40}) {
            sendBack(stored.withOffsets(0, offset), 0, 16).answer(ResponseCode.SYSTEM_ERROR);
        }
        try (TestRing strict = new TestRing(new AutoCreation(true, 8, false))) {
            strict.handle(header(0, 0, 16)).answer(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST);
        }
    }

    private WireMessage last(String topic) {
        List<WireMessage> messages = ring.messages(topic);
        return messages.get(messages.size() - 1);
    }

    private Reply sendBack(WireMessage message, int delayLevel, int maxReconsumeTimes) {
        return ring.handle(header(message.physicalOffset(), delayLevel, maxReconsumeTimes));
    }

    private static Command header(long offset, int level, int max) {
        return Command.request(
                RequestCode.CONSUMER_SEND_MSG_BACK,
                new ConsumerSendMessageBackHeader(offset, "cg", level, null, null, false, max));
    }
}
