package io.ringmq.broker.ring;

import io.ringmq.broker.assignment.AssignmentHandler;
import io.ringmq.broker.pop.PopConsumption;
import io.ringmq.broker.pop.PopLimits;
import io.ringmq.broker.pop.PopTimes;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;

/** The requests of consumers that pop, and of those who leave it to the broker which queues they consume. */
final class PopHandlers {
    private final RingView view;
    private final RingRuntime runtime;
    private final RingServices services;
    private final PopConsumption consumption;

    /** @param traffic counts the messages handed out */
    PopHandlers(
            RaftGroup group,
            RingView view,
            RingSettings settings,
            RingRuntime runtime,
            RingServices services,
            Traffic traffic) {
        this.view = view;
        this.runtime = runtime;
        this.services = services;
        Popping popping = services.popping();
        consumption = new PopConsumption(
                services.proposals(),
                view,
                new TopicSource(view, settings.autoCreation()),
                new PopConsumption.Reading(
                        services.stored(),
                        group.log()::endOffset,
                        settings.identity().ringName(),
                        PopLimits.like(settings.pull()),
                        traffic),
                new PopConsumption.Waiting(
                        popping.polling(), popping.revival(), new PopTimes(runtime.clock()), runtime.executor()));
    }

    void addTo(HandlerTable.Builder table) {
        table.onWorker(RequestCode.POP_MESSAGE, consumption.pop())
                .on(RequestCode.ACK_MESSAGE, consumption.acknowledge())
                .on(RequestCode.BATCH_ACK_MESSAGE, StrictBodies.strict(consumption.acknowledgeMany()))
                .on(RequestCode.CHANGE_MESSAGE_INVISIBLETIME, consumption.changeInvisibleTime())
                .on(RequestCode.NOTIFICATION, consumption.notification())
                .on(RequestCode.POLLING_INFO, consumption.pollingInfo())
                .on(RequestCode.SET_MESSAGE_REQUEST_MODE, StrictBodies.strict(consumption.setMode()))
                .onWorker(RequestCode.GET_ALL_MESSAGE_REQUEST_MODE, consumption.modes())
                .on(
                        RequestCode.QUERY_ASSIGNMENT,
                        StrictBodies.strict(new AssignmentHandler(view, services.membership(), runtime.nameservers())));
    }
}
