package io.ringmq.broker.admin;

import io.ringmq.broker.traffic.Traffic;
import io.ringmq.remoting.body.BrokerStatsBody;
import io.ringmq.remoting.header.ViewBrokerStatsHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** VIEW_BROKER_STATS_DATA (315): what {@link Traffic} counted of one thing in the last minute, hour and day. */
public final class BrokerStatsHandler implements RequestHandler {
    private final Traffic traffic;

    public BrokerStatsHandler(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public void handle(Command request, Responder responder) {
        ViewBrokerStatsHeader header = ViewBrokerStatsHeader.parse(request);
        BrokerStatsBody body = traffic.stats(header.statsName(), header.statsKey());
        if (body == null) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "The stats <" + header.statsName() + "> not exist for <" + header.statsKey()
                            + ">: nothing of it was counted since this node started");
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(body.encode()));
    }
}
