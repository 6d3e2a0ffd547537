package io.ringmq.client.producer;

import io.ringmq.client.producer.MessageSender.Marking;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.SequenceFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages that have their numbers, and with them their place: every attempt goes to the same queue.
 *
 * @param first number of the first one
 * @param attempts made so far
 */
record SendClaim(ProducerSession session, MessageQueue queue, long first, int messages, AtomicInteger attempts)
        implements Marking {

    /** One of the messages. */
    SendClaim part(int index) {
        return new SendClaim(session, queue, first + index, 1, attempts);
    }

    /** Says that these will not be sent again. */
    void settle() {
        session.settle(first, messages);
    }

    @Override
    public Command marked(Command request) {
        attempts.incrementAndGet();
        return new SequenceFields(session.producerId(), first, session.settledBelow()).addTo(request);
    }

    @Override
    public void check(Command answer) {
        if (answer.code() == ResponseCode.SUCCESS && SequenceFields.producerId(answer) == null) {
            throw new SendException(
                    "broker " + queue.brokerName()
                            + " has stored the message, but does not know idempotent sends, so it"
                            + " may have stored it more than once; update the brokers",
                    SendException.NO_ANSWER,
                    null);
        }
    }
}
