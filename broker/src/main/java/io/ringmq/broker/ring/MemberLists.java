package io.ringmq.broker.ring;

import io.ringmq.remoting.transport.RequestHandler;
import java.util.function.LongSupplier;

/**
 * Who lists the members of a group, and asks them what tools want to know. A replica that has just started has not heard of
 * all of them yet, and consumers that share the queues among too few share them anew twice; so it has the leader answer,
 * until every consumer must have sent a heartbeat.
 */
final class MemberLists {
    /** Stock consumers send heartbeats every 30 s; one may fail. */
    static final long SETTLED_MS = 65_000;

    private MemberLists() {}

    /**
     * The handler of a replica that starts now.
     *
     * @param own answers with the members this replica knows
     * @param leaders has the leader answer
     */
    static RequestHandler startingNow(LongSupplier uptimeMs, RequestHandler own, RequestHandler leaders) {
        long startedMs = uptimeMs.getAsLong();
        return (request, responder) -> {
            boolean settled = uptimeMs.getAsLong() - startedMs >= SETTLED_MS;
            (settled ? own : leaders).handle(request, responder);
        };
    }
}
