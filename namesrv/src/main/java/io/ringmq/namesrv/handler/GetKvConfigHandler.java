package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.remoting.header.GetKvConfigHeader;
import io.ringmq.remoting.header.GetKvConfigResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** Serves 101, GET_KV_CONFIG. */
public final class GetKvConfigHandler implements RequestHandler {
    private final KvStore store;

    public GetKvConfigHandler(KvStore store) {
        this.store = store;
    }

    @Override
    public void handle(Command request, Responder responder) {
        GetKvConfigHeader header = GetKvConfigHeader.parse(request);
        String value = store.current()
                .get(header.namespace(), header.key())
                .orElseThrow(() -> new CommandException(
                        ResponseCode.QUERY_NOT_FOUND,
                        "namespace '" + header.namespace() + "' has no key '" + header.key() + "'"));
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withHeader(new GetKvConfigResponseHeader(value)));
    }
}
