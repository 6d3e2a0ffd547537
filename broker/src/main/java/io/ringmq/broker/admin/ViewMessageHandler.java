package io.ringmq.broker.admin;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.remoting.header.ViewMessageHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * VIEW_MESSAGE_BY_ID (33): one message by its physical offset, which is part of its id and the same on every replica.
 * Reads the log, so it belongs on a worker. The message bears the address of this replica as its store host, which is whom
 * tools ask about it next.
 */
public final class ViewMessageHandler implements RequestHandler {
    private final StoredMessages stored;
    private final InetSocketAddress ownAddress;

    /** @param ownAddress resolved address that clients reach this replica by */
    public ViewMessageHandler(StoredMessages stored, InetSocketAddress ownAddress) {
        this.stored = stored;
        this.ownAddress = ownAddress;
    }

    @Override
    public void handle(Command request, Responder responder) {
        long physicalOffset = ViewMessageHeader.parse(request).physicalOffset();
        ByteBuffer message = stored.at(physicalOffset);
        if (message == null) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR, "can not find message by the offset, " + physicalOffset);
        }
        MessageLayout.stampStoreHost(message, 0, ownAddress);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(message));
    }
}
