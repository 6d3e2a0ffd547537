package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.remoting.body.KvTable;
import io.ringmq.remoting.header.GetKvListHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.Map;

/** Serves 219, GET_KVLIST_BY_NAMESPACE. */
public final class KvListHandler implements RequestHandler {
    private final KvStore store;

    public KvListHandler(KvStore store) {
        this.store = store;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String namespace = GetKvListHeader.parse(request).namespace();
        Map<String, String> entries = store.current().list(namespace);
        if (entries.isEmpty()) {
            throw new CommandException(ResponseCode.QUERY_NOT_FOUND, "namespace '" + namespace + "' has no keys");
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new KvTable(entries).encode()));
    }
}
