package io.ringmq.broker.send;

import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ProducerId;
import io.ringmq.broker.state.ProducerRecords;
import io.ringmq.broker.state.SequencedSend;
import io.ringmq.broker.timer.DeliveryTimes;
import io.ringmq.broker.transaction.IncomingRecords;
import io.ringmq.remoting.header.SequenceFields;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.record.ProposedRecord;
import java.time.Clock;
import java.util.List;

/** Has messages that their producer numbers stored once each, in any topic. Thread-safe. */
public final class Sequences {
    private final Clock clock;

    public Sequences(Clock clock) {
        this.clock = clock;
    }

    /**
     * The record that goes in front of a send's messages.
     *
     * @throws CommandException with the code and remark to refuse the send with
     */
    ProposedRecord guard(SequenceFields fields, int queueId, List<WireMessage> messages) {
        if (IncomingRecords.isHalf(messages.get(0))) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "a message of a transaction is known by its unique id; send it without numbers");
        }
        String due = DeliveryTimes.dueMs(messages.get(0).properties());
        SequencedSend.Place place =
                new SequencedSend.Place(queueId, clock.millis(), due == null ? 0 : Long.parseLong(due));
        try {
            return ProducerRecords.send(new SequencedSend(
                    ProducerId.parse(fields.producerId()),
                    fields.first(),
                    messages.size(),
                    fields.settledBelow(),
                    place));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
    }

    /** What to answer when a send was refused for its numbers. */
    static CommandException refusal(Rejected rejected) {
        int code = switch (rejected.reason()) {
            case UNKNOWN_PRODUCER -> ResponseCode.UNKNOWN_PRODUCER;
            case SETTLED -> ResponseCode.SEND_GIVEN_UP;
            case TOO_MANY_UNSETTLED -> ResponseCode.SYSTEM_BUSY;
            default -> ResponseCode.INVALID_PARAMETER;
        };
        return new CommandException(code, rejected.detail());
    }
}
