package io.ringmq.broker.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.topic.AutoCreation;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.PullMessageResponseHeader;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PullHandlerTest {
    private final TestRing ring = new TestRing();

    @BeforeEach
    void createTopic() {
        ring.createTopic("t", 4);
    }

    @Test
    void filtersByTagAndTellsWhereToGoOn() {
        ring.send("t", "a", "TAGS\u0001red\u0002");
        ring.send("t", "b", "TAGS\u0001blue\u0002");
        ring.send("t", "c", "");
        ring.send("t", "d", "TAGS\u0001green\u0002");
        Command answer = ring.pull(TestRing.pullHeader("t", 0, "red || green")).answer(ResponseCode.SUCCESS);
        List<WireMessage> messages = TestRing.messages(answer);
        assertEquals(List.of("a", "d"), messages.stream().map(TestRing::text).toList());
        assertEquals(
                List.of(0L, 3L), messages.stream().map(WireMessage::queueOffset).toList());
        assertNext(4, answer);
        answer = ring.pull(TestRing.pullHeader("t", 0, "yellow")).answer(ResponseCode.PULL_NOT_FOUND);
        assertNext(4, answer);
    }

    @Test
    void filtersByPropertiesAndTellsWhereToGoOn() {
        for (int i = 0; i < 50; i++) {
            ring.send("t", "m" + i, "n\u0001" + i + "\u0002");
        }
        ring.send("t", "x", "");
        Command answer = ring.pull(pull("SQL92", "n IN ('3', '41')", 0)).answer(ResponseCode.SUCCESS);
        List<WireMessage> messages = TestRing.messages(answer);
        assertEquals(List.of("m3", "m41"), messages.stream().map(TestRing::text).toList());
        assertEquals(
                List.of(3L, 41L),
                messages.stream().map(WireMessage::queueOffset).toList());
        assertNext(51, answer);
        assertNext(51, ring.pull(pull("SQL92", "n > 50", 0)).answer(ResponseCode.PULL_NOT_FOUND));
        PullMessageHeader two = new PullMessageHeader(
                "cg", "t", 0, 0, 2, PullMessageHeader.SUBSCRIPTION, 0, 0, "n > 9", 0, "SQL92", null);
        assertNext(12, ring.pull(two).answer(ResponseCode.SUCCESS));
    }

    @Test
    void filteredAnswerIsBoundedInBytes() {
        String big = "x".repeat(12 << 10);
        ring.send("t", big, "n\u00011\u0002");
        ring.send("t", "no", "n\u00012\u0002");
        ring.send("t", big, "n\u00011\u0002");
        Command answer = ring.pull(pull("SQL92", "n = 1", 0)).answer(ResponseCode.SUCCESS);
        assertEquals(1, TestRing.messages(answer).size());
        assertNext(2, answer);
        answer = ring.pull(pull("SQL92", "n = 1", 2)).answer(ResponseCode.SUCCESS);
        assertEquals(big, TestRing.text(TestRing.messages(answer).get(0)));
        assertNext(3, answer);
    }

    @Test
    void longSearchForPropertiesIsAnsweredInSteps() {
        for (int i = 0; i < 70; i++) {
            ring.send("t", "x", "");
        }
        assertNext(64, ring.pull(pull("SQL92", "n = 1", 0)).answer(ResponseCode.PULL_RETRY_IMMEDIATELY));
        for (int i = 0; i < 100; i++) {
            ring.send("t", "y".repeat(60 << 10), "");
        }
        Command answer = ring.pull(pull("SQL92", "n = 1", 70)).answer(ResponseCode.PULL_RETRY_IMMEDIATELY);
        assertTrue(PullMessageResponseHeader.parse(answer).nextBeginOffset() <= 140, "megabytes are not read for one");
    }

    @Test
    void waitsForAMessageWithProperties() {
        int flags = PullMessageHeader.SUBSCRIPTION | PullMessageHeader.SUSPEND;
        Reply reply = ring.pull(
                new PullMessageHeader("cg", "t", 0, 0, 32, flags, 0, 15_000, "n IS NOT NULL", 0, "SQL92", null));
        ring.send("t", "a", "");
        reply.assertPending();
        ring.send("t", "b", "n\u00011\u0002");
        Command answer = reply.answer(ResponseCode.SUCCESS);
        assertEquals("b", TestRing.text(TestRing.messages(answer).get(0)));
        assertNext(2, answer);
    }

    @Test
    void longSearchForATagIsAnsweredInSteps() {
        for (int i = 0; i < 70; i++) {
            ring.send("t", "x", "");
        }
        assertNext(64, ring.pull(TestRing.pullHeader("t", 0, "red")).answer(ResponseCode.PULL_RETRY_IMMEDIATELY));
    }

    @Test
    void answerIsBoundedInBytesButHoldsAtLeastOneMessage() {
        String big = "x".repeat(12 << 10);
        ring.send("t", big, "");
        ring.send("t", big, "");
        Command answer = ring.pull(TestRing.pullHeader("t", 0, "*")).answer(ResponseCode.SUCCESS);
        assertEquals(1, TestRing.messages(answer).size());
        assertNext(1, answer);
        ring.send("t", "y".repeat(40 << 10), "");
        assertEquals(
                1,
                TestRing.messages(ring.pull(TestRing.pullHeader("t", 2, "*")).answer(ResponseCode.SUCCESS))
                        .size());
    }

    @Test
    void offsetBeyondTheEndMovesOnlyWhereThatIsCertain() {
        ring.send("t", "a", "");
        assertNext(1, ring.pull(TestRing.pullHeader("t", 5, "*")).answer(ResponseCode.PULL_OFFSET_MOVED));
        ring.stepDown();
        assertNext(5, ring.pull(TestRing.pullHeader("t", 5, "*")).answer(ResponseCode.PULL_NOT_FOUND));
    }

    @Test
    void waitsForAMessageThatMatches() {
        Reply reply = ring.pull(TestRing.waitingPull("t", 0, "red", 15_000));
        ring.send("t", "a", "TAGS\u0001blue\u0002");
        reply.assertPending();
        ring.timer.advance(5_000);
        ring.send("t", "b", "TAGS\u0001red\u0002");
        Command answer = reply.answer(ResponseCode.SUCCESS);
        assertEquals("b", TestRing.text(TestRing.messages(answer).get(0)));
        assertNext(2, answer);
    }

    @Test
    void waitEndsAfterTheHoldTime() {
        Reply reply = ring.pull(TestRing.waitingPull("t", 0, "red", 15_000));
        ring.timer.advance(10_000);
        ring.send("t", "a", "TAGS\u0001blue\u0002");
        ring.timer.advance(4_999);
        reply.assertPending();
        ring.timer.advance(1);
        assertNext(1, reply.answer(ResponseCode.PULL_NOT_FOUND));
        Reply longest = ring.pull(TestRing.waitingPull("t", 1, "red", 3_600_000));
        ring.timer.advance(25_000);
        longest.answer(ResponseCode.PULL_NOT_FOUND);
    }

    @Test
    void tooManyWaitersAreSentAway() {
        Reply first = ring.pull(TestRing.waitingPull("t", 0, "*", 15_000));
        ring.pull(TestRing.waitingPull("t", 0, "*", 15_000)).assertPending();
        ring.pull(TestRing.waitingPull("t", 0, "*", 15_000)).answer(ResponseCode.SYSTEM_BUSY);
        ring.ring().connectionListener().closed(ring.connection);
        ring.send("t", "a", "");
        first.assertPending();
    }

    @Test
    void refusesWhatCannotBeServed() {
        ring.pull(TestRing.pullHeader("nowhere", 0, "*")).answer(ResponseCode.TOPIC_NOT_EXIST);
        ring.pull(TestRing.pullHeader("t", 0, " || ")).answer(ResponseCode.SUBSCRIPTION_PARSE_FAILED);
        ring.pull(TestRing.pullHeader("t", -1, "*")).answer(ResponseCode.INVALID_PARAMETER);
        ring.pull(pull("SQL92", "a >", 0)).answer(ResponseCode.SUBSCRIPTION_PARSE_FAILED);
        ring.pull(pull("CLASS", "a > 1", 0)).answer(ResponseCode.SYSTEM_ERROR);
        PullMessageHeader unsubscribed = new PullMessageHeader("cg", "t", 0, 0, 32, 0, 0, 0, null, 1, null, null);
        ring.pull(unsubscribed).answer(ResponseCode.SUBSCRIPTION_NOT_EXIST);
        try (TestRing strict = new TestRing(new AutoCreation(true, 8, false))) {
            strict.createTopic("t", 1);
            strict.pull(TestRing.pullHeader("t", 0, "*")).answer(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST);
        }
    }

    @Test
    void commitsTheOffsetThatComesAlong() {
        int flags = PullMessageHeader.SUBSCRIPTION | PullMessageHeader.COMMIT_OFFSET;
        ring.send("t", "a", "");
        ring.handle(
                RequestCode.LITE_PULL_MESSAGE,
                new PullMessageHeader("cg", "t", 0, 0, 32, flags, 1, 0, "*", 0, null, null));
        ring.timer.advance(100);
        assertEquals(1, ring.view().committedOffset("cg", "t", 0));
    }

    private static PullMessageHeader pull(String type, String expression, long offset) {
        return new PullMessageHeader(
                "cg", "t", 0, offset, 32, PullMessageHeader.SUBSCRIPTION, 0, 0, expression, 0, type, null);
    }

    private static void assertNext(long expected, Command answer) {
        assertEquals(expected, PullMessageResponseHeader.parse(answer).nextBeginOffset());
    }
}
