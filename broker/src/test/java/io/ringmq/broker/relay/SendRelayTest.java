package io.ringmq.broker.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SendRelayTest {
    private record Passed(String address, Command request, CompletableFuture<Command> answer) {}

    private final ManualTimer timer = new ManualTimer(1_000);
    private final List<Passed> passed = new ArrayList<>();
    private final List<Command> direct = new ArrayList<>();
    private final Reply reply = new Reply(new FakeConnection(5_000));
    private final AtLeader leader = new AtLeader("10.0.0.1:10911");
    private @Nullable Command directAnswer;
    private final SendRelay relay = new SendRelay(this::serve, leader, this::pass, new SendRelay.Time(timer, timer));

    private static final class AtLeader implements RingLeader {
        private @Nullable String address;
        private boolean here;

        AtLeader(String address) {
            this.address = address;
        }

        @Override
        public String ringName() {
            return "ring-0";
        }

        @Override
        public boolean isHere() {
            return here;
        }

        @Override
        public @Nullable String address() {
            return address;
        }
    }

    private void serve(Command request, Responder responder) {
        direct.add(request);
        if (directAnswer != null) {
            responder.reply(request.reply(directAnswer.code(), directAnswer.remark()));
        }
    }

    private CompletableFuture<Command> pass(String address, Command request, long timeoutMs) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        passed.add(new Passed(address, request, answer));
        return answer;
    }

    @Test
    void aFollowerThatNeverLedLeavesSendsUnderTheRingsOwnNameAlone() {
        Command request = sendTo("ring-0");
        relay.handle(request, reply);
        assertEquals(List.of(request), direct);
        assertEquals(List.of(), passed);
    }

    @Test
    void passesAStandbySendOnForOneHopAndTheAnswerBack() {
        Command request = sendTo("ring-0-standby");
        relay.handle(request, reply);

        assertEquals("10.0.0.1:10911", passed.get(0).address());
        Command onward = passed.get(0).request();
        assertTrue(LeaderFields.isRedirectable(onward), "the leader is not to pass it on again");
        assertTrue(LeaderFields.isRelayed(onward), "the producer is not connected to the leader");
        answer(0, onward.reply(ResponseCode.SUCCESS, null).withField("msgId", "ID"));

        Command answered = reply.answer(ResponseCode.SUCCESS);
        assertEquals(request.opaque(), answered.opaque());
        assertEquals("ID", answered.fields().get("msgId"));
    }

    @Test
    void aFormerLeaderPassesOnWhatOldRoutesBringForAMinute() {
        leader.here = true;
        relay.handle(sendTo("ring-0"), reply);
        leader.here = false;
        Command late = sendTo("ring-0");
        relay.handle(late, reply);
        assertEquals(1, direct.size());
        assertEquals("10.0.0.1:10911", passed.get(0).address());

        timer.advance(SendRelay.FORMER_LEADER_MS);
        relay.handle(sendTo("ring-0"), reply);
        assertEquals(2, direct.size(), "nobody's route is that old");
        assertEquals(1, passed.size());
    }

    @Test
    void aSendThatMeetsLeadershipOnItsWayOutIsPassedOnToo() {
        leader.here = true;
        directAnswer = sendTo("ring-0").reply(ResponseCode.SERVICE_NOT_AVAILABLE, "leadership is handed over");
        relay.handle(sendTo("ring-0"), reply);
        leader.here = false;
        timer.advance(SendRelay.RETRY_MS);
        answer(0, passed.get(0).request().reply(ResponseCode.SUCCESS, null));
        reply.answer(ResponseCode.SUCCESS);
    }

    @Test
    void sendersThatFollowLeadersHearWhoLeads() {
        leader.here = true;
        relay.handle(LeaderFields.redirectable(sendTo("ring-0")), reply);
        leader.here = false;
        relay.handle(LeaderFields.redirectable(sendTo("ring-0")), reply);
        relay.handle(LeaderFields.redirectable(sendTo("ring-0-standby")), reply);
        assertEquals(3, direct.size());
        assertEquals(List.of(), passed);
    }

    @Test
    void aOnewaySendIsPassedOnAsOneThatIsAnswered() {
        relay.handle(sendTo("ring-0-standby").oneway(), reply);
        assertFalse(passed.get(0).request().isOneway(), "a call without an answer would be kept until it times out");
    }

    @Test
    void aOnewaySendThatFindsNoLeaderIsDropped() {
        leader.address = null;
        relay.handle(sendTo("ring-0-standby").oneway(), reply);
        assertEquals(0, timer.pending(), "nothing bounds how many would wait");
        reply.assertPending();
    }

    @Test
    void waitsForALeaderAndTriesTheNextOneWhenOneIsGone() {
        leader.address = null;
        relay.handle(sendTo("ring-0-standby"), reply);
        timer.advance(500);
        assertEquals(List.of(), passed);

        leader.address = "10.0.0.2:10911";
        timer.advance(SendRelay.RETRY_MS);
        passed.get(0).answer().completeExceptionally(new ConnectionClosedException("gone"));
        leader.address = "10.0.0.3:10911";
        timer.advance(SendRelay.RETRY_MS);
        assertEquals("10.0.0.3:10911", passed.get(1).address());
        answer(1, passed.get(1).request().reply(ResponseCode.SERVICE_NOT_AVAILABLE, "not the leader"));
        timer.advance(SendRelay.RETRY_MS);
        answer(2, passed.get(2).request().reply(ResponseCode.SUCCESS, null));

        reply.answer(ResponseCode.SUCCESS);
        assertEquals(0, timer.pending());
    }

    @Test
    void givesUpWithARetryableCode() {
        leader.address = null;
        relay.handle(sendTo("ring-0-standby"), reply);
        timer.advance(SendRelay.PATIENCE_MS + SendRelay.RETRY_MS);
        Command answered = reply.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertTrue(String.valueOf(answered.remark()).contains("no leader"), answered.remark());
        assertEquals(0, timer.pending());
    }

    @Test
    void saysWhenTheOutcomeIsUnknown() {
        relay.handle(sendTo("ring-0-standby"), reply);
        passed.get(0).answer().completeExceptionally(new CommandTimeoutException("no answer"));
        reply.answer(ResponseCode.SYSTEM_ERROR);
    }

    @Test
    void passesOnOtherRefusalsAsTheyAre() {
        relay.handle(sendTo("ring-0-standby"), reply);
        answer(0, passed.get(0).request().reply(ResponseCode.MESSAGE_ILLEGAL, "too large"));
        assertEquals("too large", reply.answer(ResponseCode.MESSAGE_ILLEGAL).remark());
    }

    @Test
    void passesOnThatTheLeaderTakesNoWrites() {
        relay.handle(sendTo("ring-0-standby"), reply);
        Command onward = passed.get(0).request();
        answer(
                0,
                onward.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "the disk is full")
                        .withField(LeaderFields.WRITES_CLOSED, "true"));
        assertEquals(
                "the disk is full",
                reply.answer(ResponseCode.SERVICE_NOT_AVAILABLE).remark());
        assertEquals(0, timer.pending());
    }

    private void answer(int index, Command command) {
        passed.get(index).answer().complete(command);
    }

    private static Command sendTo(String brokerName) {
        Map<String, String> fields = Map.of("b", "T", "n", brokerName);
        return Command.request(RequestCode.SEND_MESSAGE_V2, fields).withOpaque(77);
    }
}
