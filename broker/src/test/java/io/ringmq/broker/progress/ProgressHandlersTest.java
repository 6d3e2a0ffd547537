package io.ringmq.broker.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.ResetOffsetBody;
import io.ringmq.remoting.body.ResetOffsetListBody;
import io.ringmq.remoting.header.CloneGroupOffsetHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.PullMessageResponseHeader;
import io.ringmq.remoting.header.QueryCorrectionOffsetHeader;
import io.ringmq.remoting.header.ResetOffsetHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Language;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressHandlersTest {
    private static final MessageQueue Q0 = new MessageQueue("t", "ring-0", 0);
    private static final MessageQueue Q1 = new MessageQueue("t", "ring-0", 1);
    private static final long STEP_MS = 1_000;

    private final TestRing ring = new TestRing();
    private long startMs;

    /** Queue 0 of topic t has five messages, a second apart. */
    @BeforeEach
    void send() {
        ring.createTopic("t", 2);
        startMs = ring.timer.millis();
        for (int i = 0; i < 5; i++) {
            ring.send("t", "m" + i, "").answer(ResponseCode.SUCCESS);
            ring.timer.advance(STEP_MS);
        }
    }

    private Map<MessageQueue, Long> reset(int queueId, @Nullable Long offset, long timestampMs, boolean force) {
        Command answer = ask(new ResetOffsetHeader("cg", "t", queueId, offset, timestampMs, force))
                .answer(ResponseCode.SUCCESS);
        return ResetOffsetBody.decode(answer.body()).offsets();
    }

    private Reply ask(ResetOffsetHeader header) {
        return ring.handle(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, header);
    }

    private void commit(String group, int queueId, long offset) {
        Reply reply = ring.handle(
                RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader(group, "t", queueId, offset));
        ring.timer.advance(100);
        reply.answer(ResponseCode.SUCCESS);
    }

    private long committed(String group, int queueId) {
        return ring.view().committedOffset(group, "t", queueId);
    }

    private Command pull(long offset, FakeConnection from) {
        return ring.handle(Command.request(RequestCode.PULL_MESSAGE, TestRing.pullHeader("t", offset, "*")), from)
                .answer();
    }

    private void assertMovedTo(long offset, Command answer) {
        assertEquals(ResponseCode.PULL_OFFSET_MOVED, answer.code());
        assertEquals(offset, PullMessageResponseHeader.parse(answer).nextBeginOffset());
    }

    @Test
    void aGroupIsSentToATimeInAllQueues() {
        assertEquals(Map.of(Q0, 2L, Q1, 0L), reset(-1, null, startMs + 2 * STEP_MS, true));
        assertEquals(2, committed("cg", 0));
        assertEquals(0, committed("cg", 1));
    }

    @Test
    void aNegativeTimeIsTheEnd() {
        assertEquals(Map.of(Q0, 5L, Q1, 0L), reset(-1, null, -1, true));
    }

    @Test
    void oneQueueIsSentToAnOffset() {
        assertEquals(Map.of(Q0, 3L), reset(0, 3L, -1, true));
        assertEquals(3, committed("cg", 0));
        ask(new ResetOffsetHeader("cg", "t", 0, 6L, -1, true)).answer(ResponseCode.SYSTEM_ERROR);
        ask(new ResetOffsetHeader("cg", "t", 0, -2L, -1, true)).answer(ResponseCode.SYSTEM_ERROR);
        assertEquals(3, committed("cg", 0));
    }

    @Test
    void withoutForceAGroupIsOnlySentBack() {
        commit("cg", 0, 3);
        assertEquals(3L, reset(0, null, -1, false).get(Q0));
        assertEquals(1L, reset(0, null, startMs + STEP_MS, false).get(Q0));
        commit("cg", 0, 1);
        assertEquals(5L, reset(0, null, -1, true).get(Q0));
    }

    @Test
    void aRunningConsumerIsToldAndWhatItCommitsMeanwhileIsIgnored() {
        commit("cg", 0, 4);
        reset(-1, null, startMs + STEP_MS, true);
        commit("cg", 0, 5);
        assertEquals(1, committed("cg", 0));
        assertMovedTo(1, pull(5, ring.connection));
        commit("cg", 0, 5);
        assertEquals(1, committed("cg", 0), "it has not moved yet");
        assertEquals(ResponseCode.SUCCESS, pull(1, ring.connection).code());
        commit("cg", 0, 2);
        assertEquals(2, committed("cg", 0));
        assertEquals(ResponseCode.SUCCESS, pull(3, ring.connection).code());
    }

    @Test
    void aConsumerMovesByCommittingTheOffsetToo() {
        reset(0, 1L, -1, true);
        assertMovedTo(1, pull(5, ring.connection));
        commit("cg", 0, 1);
        commit("cg", 0, 4);
        assertEquals(4, committed("cg", 0));
    }

    @Test
    void aConsumerThatGoesItsOwnWayIsToldOnce() {
        reset(0, 1L, -1, true);
        FakeConnection other = new FakeConnection(50_002);
        assertMovedTo(1, pull(3, ring.connection));
        assertMovedTo(1, pull(4, other));
        assertEquals(ResponseCode.SUCCESS, pull(4, other).code());
        commit("cg", 0, 5);
        assertEquals(5, committed("cg", 0), "and its commits count again");
    }

    @Test
    void aPullThatWaitsIsToldAtOnce() {
        PullMessageHeader header = TestRing.waitingPull("t", 5, "*", 20_000);
        Reply waiting = ring.pull(header);
        waiting.assertPending();
        reset(0, 2L, -1, true);
        assertMovedTo(2, waiting.answer());
    }

    @Test
    void aCommitThatWaitsForReplicationDoesNotUndoAReset() {
        ring.handle(Command.request(RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("cg", "t", 0, 5))
                .oneway());
        reset(0, 2L, -1, true);
        ring.timer.advance(1_000);
        assertEquals(2, committed("cg", 0));
    }

    @Test
    void cppClientsGetAList() {
        ResetOffsetHeader header = new ResetOffsetHeader("cg", "t", -1, null, -1, true);
        Command asked = Command.request(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, header);
        Command cpp = new Command(
                asked.code(),
                Language.CPP,
                asked.version(),
                0,
                0,
                null,
                asked.fields(),
                asked.body(),
                asked.encoding());
        Command answer = ring.handle(cpp).answer(ResponseCode.SUCCESS);
        assertEquals(
                Map.of(Q0, 5L, Q1, 0L),
                ResetOffsetListBody.decode(answer.body()).offsets());
    }

    @Test
    void refusesWhatIsNotThere() {
        ask(new ResetOffsetHeader("cg", "nowhere", -1, null, 0, true)).answer(ResponseCode.TOPIC_NOT_EXIST);
        ask(new ResetOffsetHeader("cg", "t", 2, null, 0, true)).answer(ResponseCode.INVALID_PARAMETER);
        ring.handle(Command.request(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, Map.of("group", "cg")))
                .answer(ResponseCode.INVALID_PARAMETER);
        ring.stepDown();
        Reply waiting = ask(new ResetOffsetHeader("cg", "t", -1, null, 0, true));
        ring.timer.advance(5_000);
        waiting.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertEquals(-1, committed("cg", 0));
    }

    @Test
    void aGroupBeginsWhereAnotherOneIs() {
        ring.createTopic("other", 1);
        commit("from", 0, 3);
        commit("from", 1, 0);
        ring.handle(Command.request(
                        RequestCode.UPDATE_CONSUMER_OFFSET, new UpdateConsumerOffsetHeader("from", "other", 0, 0))
                .oneway());
        copy("from", "to", "t").answer(ResponseCode.SUCCESS);
        assertEquals(3, committed("to", 0));
        assertEquals(0, committed("to", 1));
        assertEquals(-1, ring.view().committedOffset("to", "other", 0));
        copy("from", "all", null).answer(ResponseCode.SUCCESS);
        assertEquals(0, ring.view().committedOffset("all", "other", 0), "gathered offsets are copied, too");
        copy("nobody", "to", "t").answer(ResponseCode.SUCCESS);
        assertEquals(3, committed("to", 0));
        copy("from", "", "t").answer(ResponseCode.INVALID_PARAMETER);
    }

    private Reply copy(String from, String to, @Nullable String topic) {
        return ring.handle(RequestCode.CLONE_GROUP_OFFSET, new CloneGroupOffsetHeader(from, to, topic, true));
    }

    @Test
    void correctionIsTheSlowestGroupOfEachQueue() {
        commit("a", 0, 4);
        commit("b", 0, 2);
        commit("slow", 0, 1);
        commit("a", 1, 0);
        assertEquals("{\"0\":1,\"1\":0}", correction(null, "none"));
        assertEquals("{\"0\":2,\"1\":0}", correction("slow,x,x", "none"));
        assertEquals("{\"0\":" + Long.MAX_VALUE + ",\"1\":0}", correction("slow", "slow"));
        assertEquals(1, committed("slow", 0), "asking deletes nothing");
    }

    private String correction(@Nullable String without, String compare) {
        Command answer = ring.handle(
                        RequestCode.QUERY_CORRECTION_OFFSET, new QueryCorrectionOffsetHeader(without, compare, "t"))
                .answer(ResponseCode.SUCCESS);
        String body = StandardCharsets.UTF_8.decode(answer.body()).toString();
        assertTrue(body.startsWith("{\"correctionOffsets\":"), body);
        return body.substring(body.indexOf(':') + 1, body.length() - 1);
    }
}
