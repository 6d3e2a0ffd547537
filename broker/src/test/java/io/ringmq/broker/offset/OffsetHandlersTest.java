package io.ringmq.broker.offset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.BoundaryType;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.OffsetResponseHeader;
import io.ringmq.remoting.header.QueryConsumerOffsetHeader;
import io.ringmq.remoting.header.QueueOffsetHeader;
import io.ringmq.remoting.header.SearchOffsetHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetHandlersTest {
    private final TestRing ring = new TestRing();

    @BeforeEach
    void createTopic() {
        ring.createTopic("t", 4);
    }

    @Test
    void offsetsGatherAndTheLastOneCounts() {
        long before = ring.view().appliedIndex();
        Reply first = update(0, 5);
        Reply second = update(0, 7);
        first.assertPending();
        ring.handle(updateRequest(1, 3).oneway()).assertPending();
        ring.timer.advance(100);
        first.answer(ResponseCode.SUCCESS);
        second.answer(ResponseCode.SUCCESS);
        assertEquals(7, ring.view().committedOffset("cg", "t", 0));
        assertEquals(3, ring.view().committedOffset("cg", "t", 1));
        assertEquals(before + 1, ring.view().appliedIndex(), "one entry for all");
    }

    @Test
    void fullGatheringIsProposedAtOnce() {
        for (int queueId = 0; queueId < 3; queueId++) {
            ring.handle(updateRequest(queueId, 1).oneway());
        }
        assertEquals(-1, ring.view().committedOffset("cg", "t", 0));
        ring.handle(updateRequest(3, 1).oneway());
        assertEquals(1, ring.view().committedOffset("cg", "t", 0));
    }

    @Test
    void anOffsetPassedOnByAnotherNodeOnlyMovesForward() {
        ring.handle(updateRequest(0, 5).oneway());
        ring.timer.advance(100);
        relayed(0, 4).answer(ResponseCode.SUCCESS);
        assertEquals(5, ring.view().committedOffset("cg", "t", 0));
        relayed(0, 9).answer(ResponseCode.SUCCESS);
        relayed(1, 2).answer(ResponseCode.SUCCESS);
        assertEquals(9, ring.view().committedOffset("cg", "t", 0));
        assertEquals(2, ring.view().committedOffset("cg", "t", 1));
        ring.handle(updateRequest(0, 3).oneway());
        relayed(0, 12).answer(ResponseCode.SUCCESS);
        ring.timer.advance(100);
        assertEquals(3, ring.view().committedOffset("cg", "t", 0), "what the client itself said last counts");
    }

    private Reply relayed(int queueId, long offset) {
        return ring.handle(LeaderFields.relayed(updateRequest(queueId, offset)));
    }

    @Test
    void followerThatKnowsNoLeaderRefusesAndGivesUpOneway() {
        ring.stepDown();
        Reply refused = update(0, 5);
        ring.timer.advance(5_000);
        refused.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        ring.handle(updateRequest(0, 5).oneway()).assertPending();
        ring.timer.advance(100 * OffsetRelay.ATTEMPTS);
        assertEquals(-1, ring.view().committedOffset("cg", "t", 0));
    }

    @Test
    void offsetsAreTakenWhileTheDiskIsTooFullForMessages() {
        ring.closedBecause = "the broker's disk is full";
        Reply reply = update(0, 5);
        ring.timer.advance(100);
        reply.answer(ResponseCode.SUCCESS);
        assertEquals(5, ring.view().committedOffset("cg", "t", 0));
    }

    @Test
    void refusesIllegalCommits() {
        update(-1, 5).answer(ResponseCode.INVALID_PARAMETER);
        update(0, -5).answer(ResponseCode.INVALID_PARAMETER);
        ring.handle(RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("cg", "nowhere", 0, 1))
                .answer(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void queryTellsProgressOrWhereANewGroupStarts() {
        assertOffset(0, query(true));
        query(false).answer(ResponseCode.QUERY_NOT_FOUND);
        ring.send("t", "a", "");
        assertOffset(0, query(true));
        update(0, 1);
        ring.timer.advance(100);
        assertOffset(1, query(false));
        ring.stepDown();
        query(true).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
    }

    @Test
    void boundsOfAQueue() {
        long startMs = ring.timer.millis();
        ring.send("t", "a", "");
        ring.timer.advance(1_000);
        ring.send("t", "b", "");
        assertOffset(2, bound(RequestCode.GET_MAX_OFFSET));
        assertOffset(0, bound(RequestCode.GET_MIN_OFFSET));
        Command earliest = bound(RequestCode.GET_EARLIEST_MSG_STORETIME).answer(ResponseCode.SUCCESS);
        assertEquals(Long.toString(startMs), earliest.fields().get("timestamp"));
        assertOffset(1, search(startMs + 1, BoundaryType.LOWER));
        assertOffset(0, search(startMs + 1, BoundaryType.UPPER));
        ring.handle(RequestCode.GET_MAX_OFFSET, new QueueOffsetHeader("nowhere", 0, true))
                .answer(ResponseCode.TOPIC_NOT_EXIST);
    }

    private Reply bound(int code) {
        return ring.handle(code, new QueueOffsetHeader("t", 0, true));
    }

    private Reply search(long timestampMs, BoundaryType boundary) {
        Header header = new SearchOffsetHeader("t", 0, timestampMs, boundary);
        return ring.handle(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, header);
    }

    private Reply query(boolean zeroIfNotFound) {
        return ring.handle(
                RequestCode.QUERY_CONSUMER_OFFSET, new QueryConsumerOffsetHeader("cg", "t", 0, zeroIfNotFound));
    }

    private Reply update(int queueId, long offset) {
        return ring.handle(updateRequest(queueId, offset));
    }

    private static Command updateRequest(int queueId, long offset) {
        return Command.request(
                RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("cg", "t", queueId, offset));
    }

    private static void assertOffset(long expected, Reply reply) {
        Command answer = reply.answer(ResponseCode.SUCCESS);
        assertEquals(expected, OffsetResponseHeader.parse(answer).offset());
    }
}
