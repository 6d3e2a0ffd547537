package io.ringmq.broker.ring;

import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;

/** A body that is not what the request says is the client's mistake, not a failure of the broker. */
final class StrictBodies {
    private StrictBodies() {}

    /** Answers INVALID_PARAMETER where the handler finds its body malformed. */
    static RequestHandler strict(RequestHandler handler) {
        return (request, responder) -> {
            try {
                handler.handle(request, responder);
            } catch (MalformedBodyException e) {
                throw new CommandException(ResponseCode.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
            }
        };
    }
}
