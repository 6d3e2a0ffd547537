package io.ringmq.broker.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaderRelayTest {
    private static final long PATIENCE_MS = 800;
    private static final Command REQUEST = Command.request(RequestCode.LOCK_BATCH_MQ, Map.of("a", "1"));

    private record Passed(String address, Command request, long timeoutMs, CompletableFuture<Command> answer) {
        void answer(int code) {
            answer.complete(request.reply(code, "from the leader").withField("b", "2"));
        }
    }

    private final ManualTimer timer = new ManualTimer(1_000);
    private final List<Passed> passed = new ArrayList<>();
    private final Reply reply = new Reply(new FakeConnection(5_000));
    private boolean here;
    private @Nullable String address = "10.0.0.1:10911";
    private final RequestHandler handler = new LeaderRelay(new Leader(), this::pass, timer, timer)
            .relaying(
                    (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, "from here")),
                    PATIENCE_MS);

    private final class Leader implements RingLeader {
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

    private CompletableFuture<Command> pass(String to, Command request, long timeoutMs) {
        Passed one = new Passed(to, request, timeoutMs, new CompletableFuture<>());
        passed.add(one);
        return one.answer();
    }

    @Test
    void theLeaderServesWhatItGets() {
        here = true;
        handler.handle(REQUEST, reply);
        assertEquals("from here", reply.answer(ResponseCode.SUCCESS).remark());
        assertEquals(List.of(), passed);
    }

    @Test
    void aFollowerPassesOnAndAnswersAsTheLeaderDoes() {
        handler.handle(REQUEST, reply);
        Passed one = passed.get(0);
        assertEquals("10.0.0.1:10911", one.address());
        assertEquals(PATIENCE_MS, one.timeoutMs());
        assertEquals("1", one.request().fields().get("a"));
        assertTrue(LeaderFields.isRedirectable(one.request()), "it makes one hop");
        one.answer(ResponseCode.SUCCESS);
        Command answer = reply.answer(ResponseCode.SUCCESS);
        assertEquals("from the leader", answer.remark());
        assertEquals("2", answer.fields().get("b"));
    }

    @Test
    void whatWasPassedOnGoesNoFurther() {
        handler.handle(LeaderFields.redirectable(REQUEST), reply);
        assertEquals("from here", reply.answer().remark());
    }

    @Test
    void waitsForALeader() {
        address = null;
        handler.handle(REQUEST, reply);
        timer.advance(300);
        reply.assertPending();
        address = "10.0.0.2:10911";
        timer.advance(LeaderRelay.RETRY_MS);
        Passed one = passed.get(0);
        assertEquals("10.0.0.2:10911", one.address());
        one.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        reply.assertPending();
        timer.advance(LeaderRelay.RETRY_MS);
        passed.get(1).answer(ResponseCode.SUCCESS);
        reply.answer(ResponseCode.SUCCESS);
    }

    @Test
    void givesUpAfterItsPatience() {
        address = null;
        handler.handle(REQUEST, reply);
        timer.advance(PATIENCE_MS - LeaderRelay.RETRY_MS);
        reply.assertPending();
        timer.advance(LeaderRelay.RETRY_MS);
        reply.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertEquals(0, timer.pending());
    }

    @Test
    void aLeaderThatDoesNotAnswerIsNotAskedAgain() {
        handler.handle(REQUEST, reply);
        passed.get(0).answer().completeExceptionally(new ConnectionClosedException("gone"));
        reply.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
    }

    @Test
    void aOnewayRequestIsPassedOnOnce() {
        address = null;
        handler.handle(REQUEST.oneway(), reply);
        assertEquals(0, timer.pending(), "nobody waits for it");
        address = "10.0.0.1:10911";
        handler.handle(REQUEST.oneway(), reply);
        assertFalse(passed.get(0).request().isOneway(), "so that its end is seen");
        passed.get(0).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertEquals(0, timer.pending());
    }
}
