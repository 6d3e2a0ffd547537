package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.namesrv.route.TopicVersion;
import io.ringmq.remoting.body.DataVersion;
import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.header.QueryDataVersionHeader;
import io.ringmq.remoting.header.QueryDataVersionResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.Optional;

/**
 * Serves 322, QUERY_DATA_VERSION: a broker asks whether it has to register again. If not, the question counts as a sign
 * of life.
 */
public final class DataVersionHandler implements RequestHandler {
    private final LiveRoutes routes;

    public DataVersionHandler(LiveRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Command request, Responder responder) {
        QueryDataVersionHeader header = QueryDataVersionHeader.parse(request);
        Optional<DataVersion> known = routes.current()
                .version(header.brokerName(), header.brokerAddress())
                .map(DataVersionHandler::wireForm);
        boolean changed = !known.equals(Optional.of(version(request)));
        if (!changed) {
            String connection = responder.connection().id();
            routes.apply(
                    (table, nowMs) -> table.heartbeat(header.brokerName(), header.brokerAddress(), connection, nowMs));
        }
        Command answer =
                request.reply(ResponseCode.SUCCESS, null).withHeader(new QueryDataVersionResponseHeader(changed));
        responder.reply(known.map(version -> answer.withBody(version.encode())).orElse(answer));
    }

    private static DataVersion version(Command request) {
        try {
            return DataVersion.decode(request.body());
        } catch (MalformedBodyException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, "malformed version: " + e.getMessage(), e);
        }
    }

    private static DataVersion wireForm(TopicVersion version) {
        return new DataVersion(version.term(), version.timestampMs(), version.counter());
    }
}
