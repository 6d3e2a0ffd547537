package io.ringmq.broker.ring;

import io.ringmq.broker.lock.LeaderClock;
import io.ringmq.broker.lock.LockQueuesHandler;
import io.ringmq.broker.lock.UnlockQueuesHandler;
import io.ringmq.broker.relay.LeaderRelay;
import io.ringmq.broker.relay.RingLeader;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.body.LockBatchBody;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RequestHandler;

/**
 * The requests of consumers that consume in order. They go to broker id 0 of the client's route; a node that leads no
 * more passes them on.
 */
final class OrderlyHandlers {
    /** Stock clients wait a second for the answer. */
    private static final long PATIENCE_MS = 800;

    private final RequestHandler lock;
    private final RequestHandler unlock;

    OrderlyHandlers(RaftGroup group, RingRuntime runtime, RingServices services, RingLeader leader) {
        LeaderRelay relay = new LeaderRelay(leader, runtime.peers(), runtime.clock(), runtime.timer());
        LeaderClock clock = new LeaderClock(group, runtime.uptimeMs());
        lock = here(relay, new LockQueuesHandler(services.proposals(), clock, services.locks()));
        unlock = here(relay, new UnlockQueuesHandler(services.proposals(), services.commits()));
    }

    void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.LOCK_BATCH_MQ, lock).on(RequestCode.UNLOCK_BATCH_MQ, unlock);
    }

    /** A client that wants the answer of this node only gets that. */
    private static RequestHandler here(LeaderRelay relay, RequestHandler direct) {
        RequestHandler relaying = relay.relaying(direct, PATIENCE_MS);
        return StrictBodies.strict((request, responder) -> {
            boolean onlyHere = LockBatchBody.decode(request.body()).onlyThisBroker();
            (onlyHere ? direct : relaying).handle(request, responder);
        });
    }
}
