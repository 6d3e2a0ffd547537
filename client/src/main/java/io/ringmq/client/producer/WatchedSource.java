package io.ringmq.client.producer;

import io.ringmq.client.call.Target;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a send under a circuit breaker: they avoid what is set aside, if they may choose, and it hears how they end.
 *
 * @param nowMs milliseconds of a clock that does not go back
 */
record WatchedSource(Target.Source attempts, CircuitBreaker breaker, LongSupplier nowMs) implements Target.Source {
    /** What a ring answers that is overloaded, has no leader, or does not work. */
    private static final Set<Integer> UNWELL = Set.of(
            ResponseCode.SYSTEM_ERROR,
            ResponseCode.SYSTEM_BUSY,
            ResponseCode.SERVICE_NOT_AVAILABLE,
            ResponseCode.GO_AWAY);

    @Override
    public Target next(TopicRouting routing, Set<String> failed) {
        return attempts.next(routing, breaker.avoid(routing.writable(), failed, nowMs.getAsLong()));
    }

    @Override
    public void attempted(String brokerName, long tookMs, @Nullable Command answer) {
        if (answer != null && answer.fields().containsKey(LeaderFields.ADDRESS)) {
            // A replica that knows who leads says nothing about how the leader does.
            return;
        }
        boolean failed = answer == null || UNWELL.contains(answer.code());
        breaker.attempted(brokerName, tookMs, failed, nowMs.getAsLong());
    }
}
