package io.ringmq.broker.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LateEndsTest {
    private static final Command END = Command.request(RequestCode.END_TRANSACTION, Map.of("a", "1"));

    private final ManualTimer timer = new ManualTimer(1_000);
    private final List<Command> tried = new ArrayList<>();
    private Function<Command, Command> leader = request -> request.reply(ResponseCode.SUCCESS, null);
    private final LateEnds ends = new LateEnds(
            (request, responder) -> {
                tried.add(request);
                responder.reply(leader.apply(request));
            },
            new LateEnds.Time(timer, timer, Runnable::run));

    private void say(Command request) {
        ends.handle(request, new Reply(new FakeConnection(5_000)));
    }

    private static Command unavailable(Command request) {
        return request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "no leader");
    }

    @Test
    void whatIsSaidOnceIsTriedUntilALeaderTakesIt() {
        leader = LateEndsTest::unavailable;
        say(END.oneway());
        timer.advance(10 * LateEnds.RETRY_MS);
        assertEquals(11, tried.size());
        assertFalse(tried.get(0).isOneway(), "the leader's answer is wanted");
        leader = request -> request.reply(ResponseCode.SUCCESS, null);
        timer.advance(LateEnds.PATIENCE_MS);
        assertEquals(12, tried.size());
        assertEquals(0, timer.pending());
    }

    @Test
    void patienceEnds() {
        leader = LateEndsTest::unavailable;
        say(END.oneway());
        timer.advance(10 * LateEnds.PATIENCE_MS);
        assertEquals(LateEnds.PATIENCE_MS / LateEnds.RETRY_MS + 1, tried.size());
        assertEquals(0, timer.pending());
    }

    @Test
    void aRefusalIsFinal() {
        leader = request -> request.reply(ResponseCode.ILLEGAL_OPERATION, "committed before");
        say(END.oneway());
        leader = request -> unavailable(request).withField(LeaderFields.WRITES_CLOSED, "true");
        say(END.oneway());
        leader = request -> {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, "what is that?");
        };
        say(END.oneway());
        timer.advance(LateEnds.PATIENCE_MS);
        assertEquals(3, tried.size());
    }

    @Test
    void whoWantsAnAnswerGetsIt() {
        leader = LateEndsTest::unavailable;
        Reply reply = new Reply(new FakeConnection(5_000));
        ends.handle(END, reply);
        reply.answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertEquals(1, tried.size());
    }

    @Test
    void onlySoManyWait() {
        leader = LateEndsTest::unavailable;
        for (int i = 0; i < LateEnds.MAX_WAITING; i++) {
            say(END.oneway());
        }
        assertEquals(LateEnds.MAX_WAITING, timer.pending());
        ends.handle(END.oneway(), new Reply(new FakeConnection(5_000)));
        assertEquals(LateEnds.MAX_WAITING, timer.pending(), "one more is tried once");
    }
}
