package io.ringmq.broker.ring;

import io.ringmq.broker.relay.LeaderRelay;
import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.timer.RecallHandler;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RequestHandler;

/** The request about timed messages: a recall. A node that leads no more passes it on. */
final class TimerHandlers {
    /** Stock clients wait three seconds for the answer. */
    private static final long PATIENCE_MS = 2_500;

    private final RequestHandler recall;

    TimerHandlers(RingView view, RingSettings settings, RingRuntime runtime, RingServices services, RingLeader leader) {
        LeaderRelay relay = new LeaderRelay(leader, runtime.peers(), runtime.clock(), runtime.timer());
        RecallHandler direct = new RecallHandler(
                services.proposals(),
                view,
                settings.identity().ringName(),
                runtime.clock(),
                settings.send().maxDelayMs());
        recall = relay.relaying(direct, PATIENCE_MS);
    }

    void addTo(HandlerTable.Builder table) {
        table.on(RequestCode.RECALL_MESSAGE, recall);
    }
}
