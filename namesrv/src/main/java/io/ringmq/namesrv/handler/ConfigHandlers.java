package io.ringmq.namesrv.handler;

import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What tools read and change about the nameserver's settings. */
final class ConfigHandlers {
    private ConfigHandlers() {}

    /** Serves 319, GET_NAMESRV_CONFIG, as the text of a properties file. */
    static RequestHandler get(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        return (request, responder) ->
                responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(body));
    }

    /** Refuses 318, UPDATE_NAMESRV_CONFIG: settings are read from the file at the start only. */
    static RequestHandler update() {
        return (request, responder) -> {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION,
                    "settings are read when a nameserver starts: change its properties file and start it again");
        };
    }
}
