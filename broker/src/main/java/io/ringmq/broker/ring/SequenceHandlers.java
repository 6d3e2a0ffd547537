package io.ringmq.broker.ring;

import io.ringmq.broker.send.Deduplication;
import io.ringmq.broker.send.OpenProducerHandler;
import io.ringmq.broker.send.SendHandler;
import io.ringmq.broker.send.Sequences;
import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;

/** What keeps a send that is repeated from being stored again. */
final class SequenceHandlers {
    private final RingView view;
    private final RingSettings settings;
    private final RingRuntime runtime;
    private final RingServices services;

    SequenceHandlers(RingView view, RingSettings settings, RingRuntime runtime, RingServices services) {
        this.view = view;
        this.settings = settings;
        this.runtime = runtime;
        this.services = services;
    }

    /** What sends need to know of it. */
    SendHandler.Ring forSends() {
        return new SendHandler.Ring(
                settings.identity().ringName(),
                new Deduplication(view, runtime.clock()),
                new Sequences(runtime.clock()));
    }

    void addTo(HandlerTable.Builder table) {
        table.on(
                RequestCode.OPEN_PRODUCER,
                new OpenProducerHandler(services.proposals(), runtime.clock(), runtime.random()));
    }
}
