package io.ringmq.broker.offset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OffsetRelayTest {
    private record Passed(String address, Command request, CompletableFuture<Command> answer) {
        long offset() {
            return UpdateConsumerOffsetHeader.parse(request).offset();
        }
    }

    private final ManualTimer timer = new ManualTimer(1_000);
    private final List<Passed> passed = new ArrayList<>();
    private @Nullable String address = "10.0.0.1:10911";
    private final OffsetRelay relay =
            new OffsetRelay(new Leader(), this::pass, timer, new OffsetCommits.Bounds(100, 2));

    private final class Leader implements RingLeader {
        @Override
        public String ringName() {
            return "ring-0";
        }

        @Override
        public boolean isHere() {
            return false;
        }

        @Override
        public @Nullable String address() {
            return address;
        }
    }

    private CompletableFuture<Command> pass(String to, Command request, long timeoutMs) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        passed.add(new Passed(to, request, answer));
        return answer;
    }

    @Test
    void theLastOffsetOfAQueueGoesToTheLeader() {
        relay.add(commit(0, 5));
        relay.add(commit(0, 7));
        timer.advance(100);
        assertEquals(1, passed.size());
        assertEquals(7, passed.get(0).offset());
        assertEquals("10.0.0.1:10911", passed.get(0).address());
        assertTrue(LeaderFields.isRelayed(passed.get(0).request()));
        assertFalse(passed.get(0).request().isOneway(), "a refusal must come back");
        answer(0, ResponseCode.SUCCESS);
        assertEquals(0, timer.pending());
        assertEquals(0, relay.dropped());
    }

    @Test
    void waitsForALeaderAndTriesTheNextOne() {
        address = null;
        relay.add(commit(0, 5));
        timer.advance(300);
        assertEquals(0, passed.size());
        address = "10.0.0.2:10911";
        timer.advance(100);
        passed.get(0).answer().completeExceptionally(new CommandTimeoutException("gone"));
        timer.advance(100);
        answer(1, ResponseCode.SERVICE_NOT_AVAILABLE);
        address = "10.0.0.3:10911";
        timer.advance(100);
        assertEquals("10.0.0.3:10911", passed.get(2).address());
        answer(2, ResponseCode.SUCCESS);
        assertEquals(0, timer.pending());
    }

    @Test
    void aNewerOffsetReplacesTheOneThatFailed() {
        relay.add(commit(0, 5));
        timer.advance(100);
        relay.add(commit(0, 6));
        answer(0, ResponseCode.SERVICE_NOT_AVAILABLE);
        timer.advance(100);
        assertEquals(2, passed.size());
        assertEquals(6, passed.get(1).offset());
    }

    @Test
    void whatWaitsIsBoundedInNumberAndTime() {
        address = null;
        relay.add(commit(0, 5));
        relay.add(commit(1, 5));
        relay.add(commit(2, 5));
        assertEquals(1, relay.dropped());
        timer.advance(100 * OffsetRelay.ATTEMPTS);
        assertEquals(3, relay.dropped());
        assertEquals(0, timer.pending());
    }

    @Test
    void offsetsUnderWayCountAgainstTheBound() {
        relay.add(commit(0, 5));
        relay.add(commit(1, 5));
        timer.advance(100);
        relay.add(commit(2, 5));
        assertEquals(1, relay.dropped());
        answer(0, ResponseCode.SUCCESS);
        relay.add(commit(2, 5));
        assertEquals(1, relay.dropped());
    }

    private void answer(int index, int code) {
        Passed one = passed.get(index);
        one.answer().complete(one.request().reply(code, null));
    }

    private static OffsetCommit commit(int queueId, long offset) {
        return new OffsetCommit("g", "t", queueId, offset);
    }
}
