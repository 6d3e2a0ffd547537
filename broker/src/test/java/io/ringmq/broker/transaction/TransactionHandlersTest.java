package io.ringmq.broker.transaction;

import static io.ringmq.broker.transaction.Transacting.COMMIT;
import static io.ringmq.broker.transaction.Transacting.ROLLBACK;
import static io.ringmq.broker.transaction.Transacting.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.transaction.Transacting.Half;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.DeleteTopicHeader;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.header.ResumeCheckHalfMessageHeader;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.SysFlags;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionHandlersTest {
    private static final long TIMEOUT_MS = 6_000;
    private static final long INTERVAL_MS = 30_000;
    private static final int MAX_CHECKS = 15;

    private final TestRing ring = new TestRing();
    private final Transacting producer = new Transacting(ring, 1);

    @BeforeEach
    void createTopic() {
        ring.createTopic("t", 2);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private List<String> visible(String topic) {
        return ring.view().maxOffset(topic, 0) == 0
                ? List.of()
                : ring.messages(topic).stream().map(TestRing::text).toList();
    }

    private static void assertRemark(Command answer, String part) {
        assertTrue(String.valueOf(answer.remark()).contains(part), answer.remark());
    }

    @Test
    void aHalfMessageIsSeenWhenItIsCommitted() {
        Half half = producer.begin("t", "a", "TAGS\1red\2KEYS\1k\2");
        assertEquals(List.of(), visible("t"));
        assertEquals(1, ring.view().transactions().pendingCount());
        producer.end(half, COMMIT).answer(ResponseCode.SUCCESS);
        WireMessage message = ring.messages("t").get(0);
        assertEquals("a", TestRing.text(message));
        assertEquals(SysFlags.TRANSACTION_COMMIT, SysFlags.transaction(message.sysFlag()));
        assertEquals(half.physicalOffset(), message.preparedTransactionOffset());
        assertNull(MessageProperties.find(message.properties(), "TRAN_MSG"));
        assertEquals("a", MessageProperties.find(message.properties(), "__transactionId__"));
        assertEquals("red", MessageProperties.find(message.properties(), "TAGS"));
        assertEquals(0, ring.view().transactions().pendingCount());
        assertEquals(0, ring.view().transactions().pendingBytes());
    }

    @Test
    void aRolledBackMessageIsNeverSeen() {
        Half half = producer.begin("t", "a", "");
        producer.heartbeat();
        producer.end(half, ROLLBACK).answer(ResponseCode.SUCCESS);
        ring.timer.advance(100 * INTERVAL_MS);
        assertEquals(List.of(), visible("t"));
        assertEquals(List.of(), visible(SystemTopics.TRANSACTION_CHECK_EXCEEDED));
        assertEquals(List.of(), producer.questions());
    }

    @Test
    void theFirstEndDecides() {
        Half committed = producer.begin("t", "a", "");
        Half rolledBack = producer.begin("t", "b", "");
        producer.end(committed, COMMIT).answer(ResponseCode.SUCCESS);
        producer.end(rolledBack, ROLLBACK).answer(ResponseCode.SUCCESS);
        assertRemark(producer.end(committed, COMMIT).answer(ResponseCode.SUCCESS), "committed before");
        assertRemark(producer.end(rolledBack, ROLLBACK).answer(ResponseCode.SUCCESS), "rolled back before");
        assertRemark(producer.end(committed, UNKNOWN).answer(ResponseCode.SUCCESS), "committed before");
        assertRemark(producer.end(committed, ROLLBACK).answer(ResponseCode.ILLEGAL_OPERATION), "final");
        assertRemark(producer.end(rolledBack, COMMIT).answer(ResponseCode.ILLEGAL_OPERATION), "rolled back before");
        assertEquals(List.of("a"), visible("t"));
    }

    @Test
    void unknownAndForeignTransactionsAreRefused() {
        Half half = producer.begin("t", "a", "");
        Half never = new Half("x", 4711, 0);
        assertRemark(producer.end(never, COMMIT).answer(ResponseCode.SYSTEM_ERROR), "4711");
        Half elsewhere = new Half("a", half.number(), half.physicalOffset() + 1);
        assertRemark(producer.end(elsewhere, COMMIT).answer(ResponseCode.SYSTEM_ERROR), "commit log offset");
        EndTransactionHeader foreign =
                new EndTransactionHeader("t", "others", half.number(), half.physicalOffset(), COMMIT, false, "a", "a");
        assertRemark(
                ring.handle(RequestCode.END_TRANSACTION, foreign).answer(ResponseCode.SYSTEM_ERROR), "producer group");
        assertRemark(producer.end(half, 5).answer(ResponseCode.INVALID_PARAMETER), "commitOrRollback");
        assertEquals(1, ring.view().transactions().pendingCount(), "nothing is lost by that");
        producer.end(half, COMMIT).answer(ResponseCode.SUCCESS);
        assertRemark(producer.end(elsewhere, ROLLBACK).answer(ResponseCode.SYSTEM_ERROR), "ended lately");
        assertEquals(List.of("a"), visible("t"));
    }

    @Test
    void aSilentProducerIsAskedAndItsAnswerEndsTheTransaction() {
        producer.heartbeat();
        Half half = producer.begin("t", "a", "");
        producer.end(half, UNKNOWN).answer(ResponseCode.SUCCESS);
        ring.timer.advance(TIMEOUT_MS - 1);
        assertEquals(List.of(), producer.questions());
        ring.timer.advance(1);
        Command question = producer.connection.sent.get(0);
        assertTrue(question.isOneway());
        WireMessage asked = MessageLayout.read(question.body());
        assertEquals("t", asked.topic());
        assertEquals("a", TestRing.text(asked));
        assertEquals("pg", MessageProperties.find(asked.properties(), "PGROUP"));
        assertEquals(half.number(), asked.queueOffset());
        assertEquals(List.of(half), producer.questions());
        ring.timer.advance(INTERVAL_MS);
        assertEquals(List.of(half), producer.questions(), "no answer, so it is asked again");
        producer.end(half, COMMIT).answer(ResponseCode.SUCCESS);
        ring.timer.advance(10 * INTERVAL_MS);
        assertEquals(List.of(), producer.questions());
        assertEquals(List.of("a"), visible("t"));
    }

    @Test
    void anyProducerOfTheGroupIsAsked() {
        Transacting other = new Transacting(ring, 2);
        producer.heartbeat();
        other.heartbeat();
        producer.begin("t", "a", "");
        ring.timer.advance(TIMEOUT_MS + INTERVAL_MS);
        assertEquals(1, producer.questions().size());
        assertEquals(1, other.questions().size());
        producer.connection.close();
        ring.timer.advance(2 * INTERVAL_MS);
        assertEquals(2, other.questions().size(), "the only one that is left");
    }

    @Test
    void aMessageMayAskForPatience() {
        producer.heartbeat();
        Half patient = producer.begin("t", "a", "CHECK_IMMUNITY_TIME_IN_SECONDS\u000160\2");
        Half confused = producer.begin("t", "b", "CHECK_IMMUNITY_TIME_IN_SECONDS\1soon\2");
        ring.timer.advance(TIMEOUT_MS);
        assertEquals(List.of(confused), producer.questions());
        producer.end(confused, ROLLBACK).answer(ResponseCode.SUCCESS);
        ring.timer.advance(60_000 - TIMEOUT_MS - 1);
        assertEquals(List.of(), producer.questions());
        ring.timer.advance(1);
        assertEquals(List.of(patient), producer.questions());
    }

    @Test
    void aMessageWhoseProducerNeverReturnsIsSetAside() {
        Half half = producer.begin("t", "a", "KEYS\1k\2");
        ring.timer.advance(TIMEOUT_MS + MAX_CHECKS * INTERVAL_MS - 1);
        assertEquals(1, ring.view().transactions().pendingCount());
        ring.timer.advance(1);
        assertEquals(0, ring.view().transactions().pendingCount());
        assertEquals(List.of(), visible("t"));
        WireMessage resting =
                ring.messages(SystemTopics.TRANSACTION_CHECK_EXCEEDED).get(0);
        assertEquals("a", TestRing.text(resting));
        assertEquals("t", MessageProperties.find(resting.properties(), "REAL_TOPIC"));
        assertEquals("0", MessageProperties.find(resting.properties(), "REAL_QID"));
        assertEquals("15", MessageProperties.find(resting.properties(), "TRANSACTION_CHECK_TIMES"));
        assertRemark(producer.end(half, COMMIT).answer(ResponseCode.ILLEGAL_OPERATION), "TRANS_CHECK_MAX_TIME_TOPIC");
        assertEquals(0, ring.timer.pending(), "nothing is left to do");
    }

    @Test
    void whatWasSetAsideIsResumed() {
        ring.send("t", "other", "");
        producer.begin("t", "a", "");
        ring.timer.advance(TIMEOUT_MS + MAX_CHECKS * INTERVAL_MS);
        String id = idOf(ring.messages(SystemTopics.TRANSACTION_CHECK_EXCEEDED).get(0));
        assertRemark(resume(idOf(ring.messages("t").get(0))).answer(ResponseCode.ILLEGAL_OPERATION), "set aside");
        producer.heartbeat();
        resume(id).answer(ResponseCode.SUCCESS);
        resume(id).answer(ResponseCode.SUCCESS);
        assertEquals(1, ring.view().transactions().pendingCount());
        ring.timer.advance(TIMEOUT_MS);
        List<Half> questions = producer.questions();
        assertEquals(1, questions.size());
        producer.end(questions.get(0), COMMIT).answer(ResponseCode.SUCCESS);
        assertEquals(List.of("other", "a"), visible("t"));
        assertRemark(resume(id).answer(ResponseCode.ILLEGAL_OPERATION), "committed before");
    }

    private Reply resume(String id) {
        return ring.handle(RequestCode.RESUME_CHECK_HALF_MESSAGE, new ResumeCheckHalfMessageHeader("t", id));
    }

    private static String idOf(WireMessage message) {
        return MessageIds.encode(message.storeHost(), message.physicalOffset());
    }

    @Test
    void aRepeatedHalfMessageIsTheSameTransaction() {
        Half half = producer.begin("t", "a", "");
        assertEquals(half, producer.begin("t", "a", ""), "its producer had lost the answer");
        producer.end(half, COMMIT).answer(ResponseCode.SUCCESS);
        assertEquals(List.of("a"), visible("t"));
        Half later = producer.begin("t", "a", "");
        producer.end(later, COMMIT).answer(ResponseCode.SUCCESS);
        assertEquals(List.of("a", "a"), visible("t"), "the same message may be sent again");
    }

    @Test
    void aTopicDeletedMeanwhileLosesNothing() {
        ring.createTopic("gone", 1);
        Half half = producer.begin("gone", "a", "");
        ring.handle(RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicHeader("gone"))
                .answer(ResponseCode.SUCCESS);
        assertRemark(producer.end(half, COMMIT).answer(ResponseCode.TOPIC_NOT_EXIST), "stays pending");
        ring.createTopic("gone", 1);
        producer.end(half, COMMIT).answer(ResponseCode.SUCCESS);
        assertEquals(List.of("a"), visible("gone"));
    }

    @Test
    void retentionDoesNotTakeWhatIsPending() {
        Half half = producer.begin("t", "a", "");
        for (int i = 0; i < 40; i++) {
            ring.send("t", "x".repeat(TestRing.MAX_BODY_BYTES - 1), "").answer(ResponseCode.SUCCESS);
        }
        ring.deleteSegments();
        assertTrue(ring.group().log().startOffset() > half.physicalOffset());
        producer.end(half, COMMIT).answer(ResponseCode.SUCCESS);
        long last = ring.view().maxOffset("t", 0) - 1;
        Command answer = ring.pull(TestRing.pullHeader("t", last, "*")).answer(ResponseCode.SUCCESS);
        assertEquals("a", TestRing.text(TestRing.messages(answer).get(0)));
    }

    @Test
    void batchesAndWhatNamesNoGroupAreRefused() {
        ring.send("t", "a", "TRAN_MSG\1true\2UNIQ_KEY\1u\2").answer(ResponseCode.MESSAGE_ILLEGAL);
        Half retried = new Half("r", 0, 0);
        producer.end(retried, COMMIT).answer(ResponseCode.SYSTEM_ERROR);
        assertEquals(0, ring.view().transactions().pendingCount());
    }

    @Test
    void aFullDiskKeepsTheTransactionPending() {
        Half half = producer.begin("t", "a", "");
        ring.closedBecause = "the broker's disk is full";
        producer.end(half, COMMIT).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        ring.closedBecause = null;
        producer.end(half, COMMIT).answer(ResponseCode.SUCCESS);
        assertEquals(List.of("a"), visible("t"));
    }

    @Test
    void onlyTheLeaderAsks() {
        producer.heartbeat();
        producer.begin("t", "a", "");
        ring.stepDown();
        ring.timer.advance(100 * INTERVAL_MS);
        assertEquals(List.of(), producer.questions());
    }

    @Test
    void aOnewayEndWithoutALeaderWaitsForAWhile() {
        Half half = producer.begin("t", "a", "");
        ring.stepDown();
        Command oneway =
                Command.request(RequestCode.END_TRANSACTION, half.end(COMMIT)).oneway();
        ring.handle(oneway).assertPending();
        assertTrue(ring.timer.pending() > 0, "it waits");
        ring.timer.advance(3_600_000);
        assertEquals(0, ring.timer.pending(), "and is dropped");
    }
}
