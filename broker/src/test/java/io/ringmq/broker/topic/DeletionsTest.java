package io.ringmq.broker.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.remoting.body.DeleteListBody;
import io.ringmq.remoting.header.DeleteSubscriptionGroupHeader;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.header.PollingInfoHeader;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was popped and comes again in a topic that nobody asked for goes with the topic or the group it is of. */
class DeletionsTest {
    private static final long INVISIBLE_MS = 1_000;

    private final TestRing ring = new TestRing();

    /** Groups a and b have each popped of the topics t and u, and not acknowledged. */
    @BeforeEach
    void popWithoutAcknowledging() {
        for (String topic : List.of("t", "u")) {
            ring.createTopic(topic, 1);
            ring.send(topic, "m", "").answer(ResponseCode.SUCCESS);
            pop("a", topic);
            pop("b", topic);
        }
        ring.timer.advance(INVISIBLE_MS + 1);
        pop("a", "t");
        assertEquals(1, ring.view().pops().inFlight());
        assertThere("%RETRY%a+t", "%RETRY%b+t", "%RETRY%a+u", "%RETRY%b+u");
    }

    private void pop(String group, String topic) {
        PopMessageHeader header = new PopMessageHeader(
                group, topic, -1, 32, INVISIBLE_MS, 0, 0, PopMessageHeader.INIT_MIN, "TAG", "*", false, null);
        ring.handle(RequestCode.POP_MESSAGE, header).answer(ResponseCode.SUCCESS);
    }

    private void assertThere(String... topics) {
        for (String topic : topics) {
            assertNotNull(ring.view().topic(topic), topic);
        }
    }

    private void assertGone(String... topics) {
        for (String topic : topics) {
            assertNull(ring.view().topic(topic), topic);
        }
        assertEquals(0, ring.view().pops().inFlight());
    }

    @Test
    void aTopicTakesTheRetriesOfAllGroupsAlong() {
        ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("t"))
                .answer(ResponseCode.SUCCESS);
        assertGone("t", "%RETRY%a+t", "%RETRY%b+t");
        assertThere("u", "%RETRY%a+u", "%RETRY%b+u");
        assertEquals(-1, ring.view().committedOffset("a", "%RETRY%a+t", 0));
        assertEquals(1, ring.view().committedOffset("a", "u", 0));
    }

    @Test
    void aGroupTakesTheRetriesOfAllTopicsAlong() {
        ring.handle(RequestCode.DELETE_SUBSCRIPTIONGROUP, new DeleteSubscriptionGroupHeader("a", true))
                .answer(ResponseCode.SUCCESS);
        assertGone("%RETRY%a+t", "%RETRY%a+u");
        assertThere("t", "u", "%RETRY%b+t", "%RETRY%b+u");
        assertEquals(-1, ring.view().committedOffset("a", "t", 0));
    }

    @Test
    void listsDoSoToo() {
        list(RequestCode.DELETE_TOPIC_IN_BROKER_LIST, new DeleteListBody(List.of("t"), List.of(), false));
        assertGone("t", "%RETRY%a+t", "%RETRY%b+t");
        list(RequestCode.DELETE_SUBSCRIPTION_GROUP_LIST, new DeleteListBody(List.of(), List.of("b"), false));
        assertGone("%RETRY%b+u");
        assertThere("%RETRY%a+u");
    }

    private void list(int code, DeleteListBody body) {
        ring.handle(Command.request(code, new PollingInfoHeader("t", "a")).withBody(body.encode()))
                .answer(ResponseCode.SUCCESS);
    }
}
