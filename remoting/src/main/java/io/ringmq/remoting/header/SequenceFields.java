package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import org.jspecify.annotations.Nullable;

/**
 * What a send says whose producer numbers its messages, in one header field of RingMQ's own: producer id, number of the
 * first message, and the number below which the producer sends none again, with colons between. Stock clients do not
 * send it, and stock brokers do not read it.
 *
 * @param producerId what OPEN_PRODUCER answered
 */
public record SequenceFields(String producerId, long first, long settledBelow) {
    private static final String SEQUENCE = "sequence";
    private static final String PRODUCER_ID = "producerId";
    private static final String SEPARATOR = ":";
    private static final int PARTS = 3;

    /** The same send, numbered. */
    public Command addTo(Command send) {
        return send.withField(SEQUENCE, producerId + SEPARATOR + first + SEPARATOR + settledBelow);
    }

    /**
     * The numbers of a send; null if it has none.
     *
     * @throws CommandException INVALID_PARAMETER if they are malformed
     */
    public static @Nullable SequenceFields of(Command send) {
        String text = send.fields().get(SEQUENCE);
        if (text == null) {
            return null;
        }
        String[] parts = text.split(SEPARATOR, -1);
        try {
            if (parts.length == PARTS) {
                return new SequenceFields(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            }
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static CommandException malformed(String text, @Nullable Throwable cause) {
        return new CommandException(
                ResponseCode.INVALID_PARAMETER,
                "the field '" + SEQUENCE + "' is '" + text
                        + "', not producer id, first number and settled number with '" + SEPARATOR + "' between",
                cause);
    }

    /** An answer that says who a producer is, or which producer's numbers were heeded. */
    public static Command withProducerId(Command answer, String id) {
        return answer.withField(PRODUCER_ID, id);
    }

    /** The producer that an answer is about; null from a broker that knows no numbers. */
    public static @Nullable String producerId(Command answer) {
        return answer.fields().get(PRODUCER_ID);
    }
}
