package io.ringmq.broker.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.state.LockRequest;
import io.ringmq.broker.state.QueueLock;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.LockBatchBody;
import io.ringmq.remoting.body.LockBatchResponseBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LockHandlersTest {
    private static final MessageQueue Q0 = new MessageQueue("t", "ring-0", 0);
    private static final MessageQueue Q1 = new MessageQueue("t", "ring-0", 1);
    private static final MessageQueue NOWHERE = new MessageQueue("u", "ring-0", 0);

    private final TestRing ring = new TestRing();

    @BeforeEach
    void createTopic() {
        ring.createTopic("t", 2);
    }

    private Reply ask(int code, String client, MessageQueue... queues) {
        return ask(code, new LockBatchBody("g", client, false, List.of(queues)));
    }

    private Reply ask(int code, LockBatchBody body) {
        return ring.handle(Command.request(code, Map.of()).withBody(body.encode()));
    }

    private List<MessageQueue> lock(String client, MessageQueue... queues) {
        Command answer = ask(RequestCode.LOCK_BATCH_MQ, client, queues).answer(ResponseCode.SUCCESS);
        return LockBatchResponseBody.decode(answer.body()).lockedQueues();
    }

    private void unlock(String client, MessageQueue... queues) {
        ask(RequestCode.UNLOCK_BATCH_MQ, client, queues).answer(ResponseCode.SUCCESS);
    }

    private @Nullable QueueLock held(MessageQueue queue) {
        return ring.view().lock("g", queue.topic(), queue.queueId());
    }

    @Test
    void theAnswerNamesTheQueuesThatTheClientHas() {
        assertEquals(List.of(Q0), lock("a", Q0, NOWHERE));
        assertEquals(List.of(Q1), lock("b", Q0, Q1));
        unlock("a", Q0, Q1);
        assertEquals(List.of(Q0, Q1), lock("b", Q0, Q1));
    }

    @Test
    void theAnswerTellsTheEpochs() {
        lock("a", Q1);
        Command answer = ask(RequestCode.LOCK_BATCH_MQ, "a", Q0, Q1).answer(ResponseCode.SUCCESS);
        assertEquals("2,1", answer.fields().get(LockQueuesHandler.EPOCHS));
    }

    @Test
    void aQueueIsKnownByTheNameTheClientHasForTheRing() {
        MessageQueue byAnotherName = new MessageQueue("t", "ring-0-standby", 0);
        assertEquals(List.of(byAnotherName), lock("a", byAnotherName));
        assertEquals(List.of(), lock("b", Q0));
    }

    @Test
    void aLockLastsWhileItIsRenewed() {
        lock("a", Q0, Q1);
        for (int i = 0; i < 10; i++) {
            ring.timer.advance(20_000);
            assertEquals(List.of(Q0), lock("a", Q0));
            assertEquals(List.of(), lock("b", Q0));
        }
        assertEquals(List.of(Q1), lock("b", Q1));
    }

    @Test
    void locksThatNobodyRenewsAreRemoved() {
        lock("a", Q0);
        lock("b", Q1);
        ring.timer.advance(50_000);
        lock("b", Q1);
        ring.timer.advance(41_000);
        assertNull(held(Q0));
        assertEquals(1, ring.view().lockCount());
        ring.timer.advance(60_000);
        assertEquals(0, ring.view().lockCount());
        long applied = ring.view().appliedIndex();
        ring.timer.advance(600_000);
        assertEquals(applied, ring.view().appliedIndex(), "nothing is written while there are no locks");
    }

    @Test
    void whatWasCommittedBeforeTheUnlockIsInTheLogBeforeIt() {
        lock("a", Q0);
        ring.handle(Command.request(RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("g", "t", 0, 7))
                .oneway());
        assertEquals(-1, ring.view().committedOffset("g", "t", 0));
        unlock("a", Q0);
        assertEquals(7, ring.view().committedOffset("g", "t", 0));
    }

    @Test
    void aFollowerThatKnowsNoLeaderRefuses() {
        lock("a", Q0);
        ring.stepDown();
        LockBatchBody onlyHere = new LockBatchBody("g", "a", true, List.of(Q0));
        ask(RequestCode.LOCK_BATCH_MQ, onlyHere).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        ask(RequestCode.UNLOCK_BATCH_MQ, onlyHere).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        Reply waiting = ask(RequestCode.LOCK_BATCH_MQ, "a", Q0);
        waiting.assertPending();
        ring.timer.advance(1_000);
        waiting.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
    }

    @Test
    void locksAreTakenWhileTheDiskIsTooFullForMessages() {
        ring.closedBecause = "the broker's disk is full";
        assertEquals(List.of(Q0), lock("a", Q0));
    }

    @Test
    void whatAnOrderedConsumerGivesUpIsADeadLetterAtOnce() {
        retryOnce().answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.messages("%RETRY%g").size());
        lock("a", Q0);
        retryOnce().answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.messages("%DLQ%g").size());
    }

    private Reply retryOnce() {
        SendMessageHeader header =
                new SendMessageHeader("g", "%RETRY%g", "TBW102", 4, 0, 0, 0, 0, "", 2, false, 16, false);
        return ring.handle(Command.request(RequestCode.SEND_MESSAGE_V2, header).withBody(new byte[] {1}));
    }

    @Test
    void refusesBadInput() {
        for (int code : List.of(RequestCode.LOCK_BATCH_MQ, RequestCode.UNLOCK_BATCH_MQ)) {
            refused(code, "");
            refused(code, "{");
            refused(code, "{\"clientId\":\"a\"}");
            refused(code, "{\"consumerGroup\":\"g\"}");
            refused(code, "{\"clientId\":\"\",\"consumerGroup\":\"g\"}");
            refused(code, "{\"clientId\":\"a\",\"consumerGroup\":\"" + "g".repeat(300) + "\"}");
            refused(code, "{\"clientId\":\"a\",\"consumerGroup\":\"g\",\"mqSet\":[{\"brokerName\":\"b\"}]}");
            refused(code, "{\"clientId\":\"a\",\"consumerGroup\":\"g\",\"mqSet\":7}");
            List<MessageQueue> tooMany = Collections.nCopies(LockRequest.MAX_QUEUES + 1, Q0);
            ask(code, new LockBatchBody("g", "a", false, tooMany)).answer(ResponseCode.INVALID_PARAMETER);
        }
        assertEquals(List.of(), lock("a"), "nothing wanted, nothing given");
        assertEquals(0, ring.view().lockCount());
    }

    private void refused(int code, String body) {
        Command answer = ring.handle(Command.request(code, Map.of()).withBody(body.getBytes(StandardCharsets.UTF_8)))
                .answer(ResponseCode.INVALID_PARAMETER);
        assertTrue(answer.remark() != null, "says why");
    }
}
