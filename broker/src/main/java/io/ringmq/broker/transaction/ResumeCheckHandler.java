package io.ringmq.broker.transaction;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.header.ResumeCheckHalfMessageHeader;
import io.ringmq.remoting.message.MalformedMessageException;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.SysFlags;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.key.KeyPosition;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RESUME_CHECK_HALF_MESSAGE (323): a message that was set aside, because no producer said what becomes of it, is a half
 * message again, about which producers are asked from the beginning. Repeated while it is pending this changes nothing; after
 * a commit it is refused. Reads the log, so it belongs on a worker.
 */
final class ResumeCheckHandler implements RequestHandler {
    private static final int MAX_POSITIONS = 32;
    private static final List<String> HISTORY = List.of(
            PropertyNames.REAL_TOPIC,
            PropertyNames.REAL_QID,
            PropertyNames.TRANSACTION_CHECK_TIMES,
            PropertyNames.CHECK_IMMUNITY_TIME_IN_SECONDS);

    private final Proposals proposals;
    private final RingView view;
    private final StoredMessages stored;
    private final IncomingRecords records;

    ResumeCheckHandler(Proposals proposals, RingView view, StoredMessages stored, IncomingRecords records) {
        this.proposals = proposals;
        this.view = view;
        this.stored = stored;
        this.records = records;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.refusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        WireMessage half =
                half(resting(ResumeCheckHalfMessageHeader.parse(request).messageId()));
        requireNotCommitted(half);
        proposals.propose(
                request, responder, List.of(records.of(half)), results -> request.reply(ResponseCode.SUCCESS, null));
    }

    private WireMessage resting(@Nullable String messageId) {
        ByteBuffer bytes = messageId == null ? null : stored.at(physicalOffset(messageId));
        if (bytes == null) {
            throw new CommandException(ResponseCode.SYSTEM_ERROR, "no message has the id " + messageId);
        }
        WireMessage message = MessageLayout.read(bytes);
        if (!message.topic().equals(TopicNames.CHECKED_TOO_OFTEN)) {
            throw new CommandException(
                    ResponseCode.ILLEGAL_OPERATION,
                    "message " + messageId + " is in topic " + message.topic() + ", only those in "
                            + TopicNames.CHECKED_TOO_OFTEN + " were set aside");
        }
        return message;
    }

    private static long physicalOffset(String messageId) {
        try {
            return MessageIds.decode(messageId).physicalOffset();
        } catch (MalformedMessageException e) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "'msgId' is '" + messageId + "', it must be the broker's id of a message in "
                            + TopicNames.CHECKED_TOO_OFTEN,
                    e);
        }
    }

    private static WireMessage half(WireMessage resting) {
        String topic = MessageProperties.find(resting.properties(), PropertyNames.REAL_TOPIC);
        String queue = MessageProperties.find(resting.properties(), PropertyNames.REAL_QID);
        if (topic == null || queue == null || !queue.matches("[0-9]{1,9}")) {
            throw new CommandException(
                    ResponseCode.ILLEGAL_OPERATION,
                    "the message does not tell where it was to go: REAL_TOPIC, REAL_QID");
        }
        String properties = resting.properties();
        for (String name : HISTORY) {
            properties = MessageProperties.without(properties, name);
        }
        return resting.withTopic(topic)
                .withQueueId(Integer.parseInt(queue))
                .withSysFlag(SysFlags.withTransaction(resting.sysFlag(), SysFlags.TRANSACTION_PREPARED))
                .withPreparedTransactionOffset(0)
                .withProperties(properties);
    }

    private void requireNotCommitted(WireMessage half) {
        String id = MessageProperties.find(half.properties(), PropertyNames.UNIQ_KEY);
        if (id == null) {
            return;
        }
        List<KeyPosition> positions =
                view.messagesWithKey(half.topic(), id, 0, Long.MAX_VALUE, Long.MAX_VALUE, MAX_POSITIONS);
        for (KeyPosition position : positions) {
            ByteBuffer found = stored.at(position.physicalOffset());
            if (found != null && isCommitted(found, half.topic(), id)) {
                throw new CommandException(
                        ResponseCode.ILLEGAL_OPERATION, "transaction " + id + " was resumed and committed before");
            }
        }
    }

    private static boolean isCommitted(ByteBuffer message, String topic, String id) {
        return SysFlags.transaction(MessageLayout.sysFlag(message, 0)) == SysFlags.TRANSACTION_COMMIT
                && MessageLayout.topic(message, 0).equals(topic)
                && id.equals(MessageProperties.find(MessageLayout.properties(message, 0), PropertyNames.UNIQ_KEY));
    }
}
