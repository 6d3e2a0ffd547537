package io.ringmq.broker.admin;

import io.ringmq.remoting.header.SetMaintenanceHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.io.IOException;

/**
 * SET_MAINTENANCE (9105): begins or ends the maintenance of the node, in all its rings; answered when that is durable. The
 * status tells when the last leadership is handed over. Waits for the disk.
 */
public final class MaintenanceHandler implements RequestHandler {
    private final AdminNode node;

    public MaintenanceHandler(AdminNode node) {
        this.node = node;
    }

    @Override
    public void handle(Command request, Responder responder) {
        try {
            node.maintain(SetMaintenanceHeader.parse(request).on());
        } catch (IOException e) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR, "maintenance could not be written down, nothing has changed: " + e, e);
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }
}
