package io.ringmq.broker.admin;

import io.ringmq.remoting.header.GetBrokerConfigResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What tools read and change about settings: GET_BROKER_CONFIG (26) tells those that matter to clients, under RocketMQ's
 * names; UPDATE_BROKER_CONFIG (25) is refused, because settings are read from the node's file when it starts.
 */
public final class BrokerConfigHandlers {
    private final Supplier<Map<String, String>> settings;

    /** @param settings values by name, as of now */
    public BrokerConfigHandlers(Supplier<Map<String, String>> settings) {
        this.settings = settings;
    }

    /** GET_BROKER_CONFIG. */
    public RequestHandler get() {
        return (request, responder) -> responder.reply(answer(request));
    }

    private Command answer(Command request) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings.get())
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        return request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new GetBrokerConfigResponseHeader("{\"counter\":0,\"stateVersion\":0,\"timestamp\":0}"))
                .withBody(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** UPDATE_BROKER_CONFIG. */
    public RequestHandler update() {
        return (request, responder) -> {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION,
                    "settings are read when a node starts: change its properties file and run raft-admin rolling-restart");
        };
    }
}
