package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvLimitException;
import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.remoting.header.PutKvConfigHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.io.IOException;

/** Serves 100, PUT_KV_CONFIG. Blocks for the disk. */
public final class PutKvConfigHandler implements RequestHandler {
    private final KvStore store;

    public PutKvConfigHandler(KvStore store) {
        this.store = store;
    }

    @Override
    public void handle(Command request, Responder responder) {
        PutKvConfigHeader header = PutKvConfigHeader.parse(request);
        try {
            store.change(table -> table.with(header.namespace(), header.key(), header.value()));
        } catch (KvLimitException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, "refused: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(ResponseCode.SYSTEM_ERROR, "the entry could not be saved: " + e, e);
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
