package io.ringmq.broker.client;

import io.ringmq.broker.group.ConsumerGroups;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.remoting.header.ConsumeMessageDirectlyHeader;
import io.ringmq.remoting.message.MalformedMessageException;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * CONSUME_MESSAGE_DIRECTLY (309): has a consumer consume one message now, whatever its progress. Reads the log, so it
 * belongs on a worker.
 */
public final class ConsumeDirectlyHandler implements RequestHandler {
    private final String ringName;
    private final StoredMessages stored;
    private final ClientCalls calls;

    public ConsumeDirectlyHandler(String ringName, StoredMessages stored, ConsumerGroups groups) {
        this.ringName = ringName;
        this.stored = stored;
        this.calls = new ClientCalls(groups);
    }

    @Override
    public void handle(Command request, Responder responder) {
        ConsumeMessageDirectlyHeader header = ConsumeMessageDirectlyHeader.parse(request);
        Command onward = Command.request(RequestCode.CONSUME_MESSAGE_DIRECTLY, request.fields())
                .withField(ConsumeMessageDirectlyHeader.BROKER_NAME, ringName)
                .withBody(message(header.messageId()));
        calls.passOn(request, responder, header.consumerGroup(), header.clientId(), onward);
    }

    private ByteBuffer message(@Nullable String messageId) {
        ByteBuffer message = messageId == null ? null : stored.at(physicalOffset(messageId));
        if (message == null) {
            throw new CommandException(ResponseCode.SYSTEM_ERROR, "no message has the id " + messageId);
        }
        return message;
    }

    private static long physicalOffset(String messageId) {
        try {
            return MessageIds.decode(messageId).physicalOffset();
        } catch (MalformedMessageException e) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER, "'" + messageId + "' is not the id of a message", e);
        }
    }
}
