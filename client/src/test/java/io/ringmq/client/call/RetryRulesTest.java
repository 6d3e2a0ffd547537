package io.ringmq.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules by which a call goes on: what an answer means, whom to ask next, how long to wait. */
class RetryRulesTest {
    private static final Set<Integer> RETRIED = Set.of(ResponseCode.SERVICE_NOT_AVAILABLE, ResponseCode.SYSTEM_BUSY);

    @Test
    void anAnswerIsFinalUnlessItsCodeIsRetried() {
        assertEquals(new Verdict(Verdict.Kind.FINAL, null), verdict(ResponseCode.SUCCESS, Map.of()));
        assertEquals(new Verdict(Verdict.Kind.FINAL, null), verdict(ResponseCode.MESSAGE_ILLEGAL, Map.of()));
        assertEquals(new Verdict(Verdict.Kind.UNAVAILABLE, null), verdict(ResponseCode.SYSTEM_BUSY, Map.of()));
    }

    @Test
    void onlyANotLeaderAnswerRedirects() {
        Map<String, String> hint = Map.of("leaderAddr", "b:1");
        assertEquals(new Verdict(Verdict.Kind.REDIRECTED, "b:1"), verdict(ResponseCode.SERVICE_NOT_AVAILABLE, hint));
        assertEquals(new Verdict(Verdict.Kind.UNAVAILABLE, null), verdict(ResponseCode.SYSTEM_BUSY, hint));
        assertEquals(
                new Verdict(Verdict.Kind.UNAVAILABLE, null),
                verdict(ResponseCode.SERVICE_NOT_AVAILABLE, Map.of("leaderAddr", " ")));
    }

    @Test
    void theLearnedLeaderIsAskedFirstThenTheReplicasInOrder() {
        List<String> replicas = List.of("a", "b", "c");
        assertEquals(Optional.of("a"), ReplicaOrder.next(replicas, null, Set.of()));
        assertEquals(Optional.of("c"), ReplicaOrder.next(replicas, "c", Set.of()));
        assertEquals(Optional.of("x"), ReplicaOrder.next(replicas, "x", Set.of("a")));
        assertEquals(Optional.of("b"), ReplicaOrder.next(replicas, "x", Set.of("a", "x")));
        assertEquals(Optional.empty(), ReplicaOrder.next(replicas, "x", Set.of("a", "b", "c", "x")));
        assertEquals(Optional.empty(), ReplicaOrder.next(List.of(), null, Set.of()));
    }

    @Test
    void waitsDoubleUpToTheirBoundAndVaryByHalf() {
        assertEquals(Backoff.FIRST_MS / 2, Backoff.waitMs(1, 0));
        assertEquals(Backoff.FIRST_MS, Backoff.waitMs(2, 0));
        assertEquals(Backoff.LONGEST_MS / 2, Backoff.waitMs(1_000, 0));
        for (int round = 1; round < 100; round++) {
            assertTrue(Backoff.waitMs(round, 0.999_999) <= Backoff.LONGEST_MS);
        }
    }

    private static Verdict verdict(int code, Map<String, String> fields) {
        return Verdict.of(Command.request(310, Map.of()).reply(code, null).withFields(fields), RETRIED);
    }
}
