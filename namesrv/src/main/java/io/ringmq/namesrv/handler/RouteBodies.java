package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.BrokerAddresses;
import io.ringmq.namesrv.route.TopicLocation;
import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.JsonStyle;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.protocol.Command;

/** Parts of the route table in the form of the wire. */
final class RouteBodies {
    /** Release 4.9.4, the first whose clients read standard JSON. */
    private static final int FIRST_VERSION_WITH_STANDARD_JSON = 401;

    private RouteBodies() {}

    /** The style to answer a request in. */
    static JsonStyle style(Command request, boolean acceptsStandardOnly) {
        return acceptsStandardOnly || request.version() >= FIRST_VERSION_WITH_STANDARD_JSON
                ? JsonStyle.STANDARD
                : JsonStyle.UNQUOTED_NUMBER_KEYS;
    }

    static BrokerData brokerData(BrokerAddresses brokers) {
        return new BrokerData(brokers.cluster(), brokers.brokerName(), brokers.byId(), null, false);
    }

    static QueueData queueData(TopicLocation location) {
        return new QueueData(
                location.brokers().brokerName(),
                location.queues().readQueues(),
                location.queues().writeQueues(),
                location.queues().permissions(),
                location.queues().sysFlag());
    }
}
