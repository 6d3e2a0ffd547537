package io.ringmq.broker.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayDeliveryTest {
    private final TestRing ring = new TestRing();

    @Test
    void messageArrivesWhenItIsDueAndAsItWas() {
        ring.createTopic("t", 4);
        ring.send("t", "a", "DELAY\u00011\u0002TAGS\u0001red\u0002UNIQ_KEY\u0001U\u0002");
        assertEquals(0, ring.view().maxOffset("t", 0));
        ring.timer.advance(999);
        assertEquals(0, ring.view().maxOffset("t", 0));
        ring.timer.advance(1);
        WireMessage delivered = ring.messages("t").get(0);
        assertEquals("a", TestRing.text(delivered));
        assertEquals("red", MessageProperties.find(delivered.properties(), "TAGS"));
        assertEquals("U", MessageProperties.find(delivered.properties(), "UNIQ_KEY"));
        assertNull(MessageProperties.find(delivered.properties(), "DELAY"));
        assertEquals(
                List.of("a"),
                TestRing.messages(ring.pull(TestRing.pullHeader("t", 0, "red")).answer(ResponseCode.SUCCESS)).stream()
                        .map(TestRing::text)
                        .toList());
    }

    @Test
    void levelsBeyondTheLastMeanTheLast() {
        ring.createTopic("t", 4);
        ring.send("t", "a", "DELAY\u000199\u0002");
        assertEquals(1, ring.view().maxOffset(SystemTopics.SCHEDULE, 17));
        ring.timer.advance(7_200_000);
        assertEquals(1, ring.view().maxOffset("t", 0));
    }

    @Test
    void orderIsKeptAndEachMessageComesOnce() {
        ring.createTopic("t", 4);
        for (int i = 0; i < 300; i++) {
            ring.send("t", "m" + i, "DELAY\u00011\u0002");
            ring.timer.advance(i % 3);
        }
        ring.timer.advance(1_000);
        assertEquals(300, ring.view().maxOffset("t", 0));
        assertEquals("m0", TestRing.text(ring.messages("t").get(0)));
        assertEquals(300, ring.view().committedOffset(SystemTopics.SCHEDULE_GROUP, SystemTopics.SCHEDULE, 0));
        ring.timer.advance(10_000);
        assertEquals(300, ring.view().maxOffset("t", 0));
    }

    @Test
    void deletedTopicDoesNotHoldUpTheOthers() {
        ring.createTopic("gone", 1);
        ring.createTopic("t", 1);
        ring.send("gone", "a", "DELAY\u00011\u0002");
        ring.send("t", "b", "DELAY\u00011\u0002");
        ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("gone"))
                .answer(ResponseCode.SUCCESS);
        ring.timer.advance(1_000);
        assertEquals(1, ring.view().maxOffset("t", 0));
        assertEquals(2, ring.view().committedOffset(SystemTopics.SCHEDULE_GROUP, SystemTopics.SCHEDULE, 0));
    }

    @Test
    void onlyTheLeaderDelivers() {
        ring.createTopic("t", 4);
        ring.send("t", "a", "DELAY\u00011\u0002");
        ring.stepDown();
        ring.timer.advance(3_600_000);
        assertEquals(0, ring.view().maxOffset("t", 0));
        assertEquals(0, ring.timer.pending(), "nothing runs on a follower");
    }
}
