package io.ringmq.broker.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.ConsumeStatsBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueueConsumption;
import io.ringmq.remoting.body.QueueOffsets;
import io.ringmq.remoting.body.TopicStatsBody;
import io.ringmq.remoting.header.BoundaryType;
import io.ringmq.remoting.header.ConsumerSendMessageBackHeader;
import io.ringmq.remoting.header.EarliestStoreTimeResponseHeader;
import io.ringmq.remoting.header.GetConsumeStatsHeader;
import io.ringmq.remoting.header.GetTopicStatsHeader;
import io.ringmq.remoting.header.OffsetResponseHeader;
import io.ringmq.remoting.header.PullMessageResponseHeader;
import io.ringmq.remoting.header.QueryConsumerOffsetHeader;
import io.ringmq.remoting.header.QueueOffsetHeader;
import io.ringmq.remoting.header.SearchOffsetHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.header.ViewMessageHeader;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every request that reads positions, asked about messages whose segments were deleted. */
class ReadsBelowTheStartTest {
    private static final String BIG = "x".repeat(60 << 10);
    private static final MessageQueue QUEUE = new MessageQueue("t", "ring-0", 0);

    private final TestRing ring = new TestRing();
    private WireMessage first;
    private long lastMs;

    @BeforeEach
    void sendMoreThanASegment() {
        ring.createTopic("t", 1);
        ring.createTopic("empty", 1);
        for (int i = 0; i < 40; i++) {
            ring.timer.advance(1_000);
            lastMs = ring.timer.millis();
            ring.send("t", BIG + i, "").answer(ResponseCode.SUCCESS);
        }
        first = ring.messages("t").get(0);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private long deleteSome() {
        ring.deleteSegments();
        long minOffset = ring.view().minOffset("t", 0);
        assertTrue(minOffset > 0 && minOffset < 40, "some are left: " + minOffset);
        return minOffset;
    }

    private void deleteAll() {
        // Another topic's messages push those of this one out of the log.
        ring.createTopic("other", 1);
        for (int i = 0; i < 40; i++) {
            ring.send("other", BIG, "");
        }
        ring.deleteSegments();
        assertEquals(40, ring.view().minOffset("t", 0));
        assertEquals(40, ring.view().maxOffset("t", 0));
    }

    @Test
    void aPullBelowTheStartIsMovedToTheFirstMessageLeft() {
        long minOffset = deleteSome();
        for (long offset : new long[] {0, minOffset - 1}) {
            Command moved = pull(offset, ResponseCode.PULL_OFFSET_MOVED);
            PullMessageResponseHeader header = PullMessageResponseHeader.parse(moved);
            assertEquals(minOffset, header.nextBeginOffset());
            assertEquals(minOffset, header.minOffset());
            assertEquals(40, header.maxOffset());
        }
        WireMessage left =
                TestRing.messages(pull(minOffset, ResponseCode.SUCCESS)).get(0);
        assertEquals(minOffset, left.queueOffset());
        assertEquals(BIG + minOffset, TestRing.text(left));
    }

    @Test
    void aFollowerSendsAPullBelowItsStartToTheLeader() {
        deleteSome();
        ring.stepDown();
        PullMessageResponseHeader header =
                PullMessageResponseHeader.parse(pull(3, ResponseCode.PULL_RETRY_IMMEDIATELY));
        assertEquals(3, header.nextBeginOffset(), "a consumer's progress is not moved by a follower");
        assertEquals(0, header.suggestedBrokerId());
    }

    @Test
    void aQueueWhoseMessagesAreAllGoneGoesOnWhereItEnded() {
        deleteAll();
        assertNext(40, pull(0, ResponseCode.PULL_OFFSET_MOVED));
        assertNext(40, pull(40, ResponseCode.PULL_NOT_FOUND));
        Reply waiting = ring.pull(TestRing.waitingPull("t", 40, "*", 15_000));
        ring.send("t", "new", "");
        WireMessage arrived =
                TestRing.messages(waiting.answer(ResponseCode.SUCCESS)).get(0);
        assertEquals(40, arrived.queueOffset());
        assertEquals(40, ring.view().minOffset("t", 0));
    }

    @Test
    void boundsAndSearchesStayWithinWhatIsLeft() {
        long firstMs = first.storeTimestampMs();
        long minOffset = deleteSome();
        assertEquals(minOffset, offset(RequestCode.GET_MIN_OFFSET));
        assertEquals(40, offset(RequestCode.GET_MAX_OFFSET));
        assertEquals(firstMs + 1_000 * minOffset, earliestMs());
        assertEquals(minOffset, search(0, BoundaryType.LOWER));
        assertEquals(minOffset, search(firstMs, BoundaryType.UPPER));
        assertEquals(39, search(lastMs, BoundaryType.LOWER));
        assertEquals(40, search(lastMs + 1, BoundaryType.LOWER));
        deleteAll();
        assertEquals(40, offset(RequestCode.GET_MIN_OFFSET));
        assertEquals(40, offset(RequestCode.GET_MAX_OFFSET));
        assertEquals(-1, earliestMs());
        assertEquals(40, search(0, BoundaryType.LOWER));
        assertEquals(40, search(lastMs, BoundaryType.UPPER));
    }

    @Test
    void statisticsTellWhatIsLeft() {
        commit(3);
        long minOffset = deleteSome();
        assertEquals(new QueueOffsets(minOffset, 40, lastMs), topicStats());
        QueueConsumption consumption = consumption();
        assertEquals(40, consumption.brokerOffset());
        assertEquals(3, consumption.consumerOffset());
        assertEquals(0, consumption.lastTimestampMs(), "the message last consumed is gone");
        deleteAll();
        assertEquals(new QueueOffsets(40, 40, 0), topicStats());
        assertEquals(40, consumption().brokerOffset());
    }

    @Test
    void aNewGroupDecidesItselfWhereToStart() {
        deleteSome();
        query().answer(ResponseCode.QUERY_NOT_FOUND);
        commit(3);
        assertEquals(
                3,
                OffsetResponseHeader.parse(query().answer(ResponseCode.SUCCESS)).offset());
    }

    @Test
    void aMessageThatIsGoneIsNeitherShownNorRetried() {
        deleteSome();
        for (long offset : new long[] {first.physicalOffset(), 0, first.physicalOffset() + 8}) {
            Command view = ring.handle(RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageHeader("t", offset))
                    .answer(ResponseCode.SYSTEM_ERROR);
            assertTrue(String.valueOf(view.remark()).contains("can not find message by the offset"));
            Command retry = ring.handle(
                            RequestCode.CONSUMER_SEND_MSG_BACK,
                            new ConsumerSendMessageBackHeader(offset, "cg", 0, null, null, false, 16))
                    .answer(ResponseCode.SYSTEM_ERROR);
            assertTrue(String.valueOf(retry.remark()).contains("look message by offset failed"));
        }
        WireMessage left = TestRing.messages(pull(ring.view().minOffset("t", 0), ResponseCode.SUCCESS))
                .get(0);
        Command view = ring.handle(RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageHeader("t", left.physicalOffset()))
                .answer(ResponseCode.SUCCESS);
        assertEquals(left, TestRing.messages(view).get(0));
    }

    @Test
    void delayedMessagesThatAreGoneDoNotHoldUpTheOthers() {
        ring.createTopic("late", 1);
        for (int i = 0; i < 40; i++) {
            ring.send("late", BIG, "DELAY\u00015\u0002");
        }
        long scheduled = ring.view().maxOffset(SystemTopics.SCHEDULE, 4);
        ring.deleteSegments();
        long left = scheduled - ring.view().minOffset(SystemTopics.SCHEDULE, 4);
        assertTrue(left > 0 && left < 40);
        ring.timer.advance(60_000);
        assertEquals(left, ring.view().maxOffset("late", 0));
        assertEquals(scheduled, ring.view().committedOffset(SystemTopics.SCHEDULE_GROUP, SystemTopics.SCHEDULE, 4));
    }

    @Test
    void trimmingTheIndexChangesNoAnswer() {
        long minOffset = deleteSome();
        assertTrue(ring.ring().trimIndex() > 0);
        assertEquals(minOffset, ring.view().minOffset("t", 0));
        assertNext(minOffset, pull(0, ResponseCode.PULL_OFFSET_MOVED));
        assertEquals(minOffset, search(0, BoundaryType.LOWER));
        assertEquals(new QueueOffsets(minOffset, 40, lastMs), topicStats());
        deleteAll();
        ring.ring().trimIndex();
        assertEquals(new QueueOffsets(40, 40, 0), topicStats());
        ring.send("t", "new", "");
        assertEquals(41, offset(RequestCode.GET_MAX_OFFSET));
    }

    private Command pull(long offset, int code) {
        return ring.pull(TestRing.pullHeader("t", offset, "*")).answer(code);
    }

    private static void assertNext(long expected, Command answer) {
        assertEquals(expected, PullMessageResponseHeader.parse(answer).nextBeginOffset());
    }

    private Command bound(int code) {
        return ring.handle(code, new QueueOffsetHeader("t", 0, true)).answer(ResponseCode.SUCCESS);
    }

    private long offset(int code) {
        return OffsetResponseHeader.parse(bound(code)).offset();
    }

    private long earliestMs() {
        return EarliestStoreTimeResponseHeader.parse(bound(RequestCode.GET_EARLIEST_MSG_STORETIME))
                .timestampMs();
    }

    private long search(long timestampMs, BoundaryType boundary) {
        Command answer = ring.handle(
                        RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, new SearchOffsetHeader("t", 0, timestampMs, boundary))
                .answer(ResponseCode.SUCCESS);
        return OffsetResponseHeader.parse(answer).offset();
    }

    private QueueOffsets topicStats() {
        Command answer = ring.handle(RequestCode.GET_TOPIC_STATS_INFO, new GetTopicStatsHeader("t"))
                .answer(ResponseCode.SUCCESS);
        return Objects.requireNonNull(
                TopicStatsBody.decode(answer.body()).queues().get(QUEUE));
    }

    private QueueConsumption consumption() {
        Command answer = ring.handle(RequestCode.GET_CONSUME_STATS, new GetConsumeStatsHeader("cg", null, null))
                .answer(ResponseCode.SUCCESS);
        return Objects.requireNonNull(
                ConsumeStatsBody.decode(answer.body()).queues().get(QUEUE));
    }

    private void commit(long offset) {
        ring.handle(RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("cg", "t", 0, offset));
        ring.timer.advance(100);
    }

    private Reply query() {
        return ring.handle(RequestCode.QUERY_CONSUMER_OFFSET, new QueryConsumerOffsetHeader("cg", "t", 0, true));
    }
}
