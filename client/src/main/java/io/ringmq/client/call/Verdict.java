package io.ringmq.client.call;

import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt means for the next.
 *
 * @param leaderAddress where the leader is, with {@link Kind#REDIRECTED}
 */
record Verdict(Kind kind, @Nullable String leaderAddress) {
    enum Kind {
        /** The answer is the caller's. */
        FINAL,
        /** Not the leader, but it knows who is: ask there at once. */
        REDIRECTED,
        /** Ask elsewhere, or later. */
        UNAVAILABLE
    }

    /**
     * Judges an answer.
     *
     * @param retried response codes after which asking again can help
     */
    static Verdict of(Command answer, Set<Integer> retried) {
        if (!retried.contains(answer.code())) {
            return new Verdict(Kind.FINAL, null);
        }
        String leader = answer.fields().get(LeaderFields.ADDRESS);
        boolean redirected = answer.code() == ResponseCode.SERVICE_NOT_AVAILABLE && leader != null && !leader.isBlank();
        return redirected ? new Verdict(Kind.REDIRECTED, leader) : new Verdict(Kind.UNAVAILABLE, null);
    }
}
