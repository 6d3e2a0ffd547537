package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.remoting.header.DeleteKvConfigHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.io.IOException;

/** Serves 102, DELETE_KV_CONFIG; deleting what is not there succeeds. Blocks for the disk. */
public final class DeleteKvConfigHandler implements RequestHandler {
    private final KvStore store;

    public DeleteKvConfigHandler(KvStore store) {
        this.store = store;
    }

    @Override
    public void handle(Command request, Responder responder) {
        DeleteKvConfigHeader header = DeleteKvConfigHeader.parse(request);
        try {
            store.change(table -> table.without(header.namespace(), header.key()));
        } catch (IOException e) {
            throw new CommandException(ResponseCode.SYSTEM_ERROR, "the deletion could not be saved: " + e, e);
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
