package io.ringmq.remoting.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer shows to acknowledge a message that it popped, or to change its invisible time. On the wire:
 *
 * <pre>
 * startOffset popTime invisibleTime reviveQueueId retryFlag brokerName queueId offset
 * </pre>
 *
 * separated by single spaces. Clients may append more fields, which do not count.
 *
 * @param startOffset queue offset of the first message of the batch the message was popped in
 * @param popTimeMs when it was popped, in milliseconds since the epoch of the broker's clock
 * @param invisibleMs how long from then on nobody else gets it
 * @param reviveQueueId {@link #IN_ORDER}, or of no meaning here
 * @param retryFlag {@link #NORMAL}, or one of {@link #RETRY_UNDERSCORE} and {@link #RETRY_PLUS} for a redelivery
 * @param offset queue offset of the message
 */
public record ReceiptHandle(
        long startOffset,
        long popTimeMs,
        long invisibleMs,
        int reviveQueueId,
        String retryFlag,
        String brokerName,
        int queueId,
        long offset) {

    /** The message was popped from the topic itself. */
    public static final String NORMAL = "0";

    /** The message was popped from a retry topic; clients name it {@code %RETRY%group_topic}. */
    public static final String RETRY_UNDERSCORE = "1";

    /** The message was popped from a retry topic; clients since 5.2 name it {@code %RETRY%group+topic}. */
    public static final String RETRY_PLUS = "2";

    /** In place of a revive queue: the message was popped in order. */
    public static final int IN_ORDER = 999;

    private static final int FIELDS = 8;
    private static final int MAX_CHARS = 1024;

    public ReceiptHandle {
        Objects.requireNonNull(retryFlag, "retryFlag");
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /**
     * Reads a handle.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ReceiptHandle parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw malformed(text.substring(0, MAX_CHARS), null);
        }
        String[] fields = text.split(" ", -1);
        if (fields.length < FIELDS) {
            throw malformed(text, null);
        }
        try {
            return new ReceiptHandle(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Integer.parseInt(fields[3]),
                    fields[4],
                    fields[5],
                    Integer.parseInt(fields[6]),
                    Long.parseLong(fields[7]));
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
    }

    private static IllegalArgumentException malformed(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text
                        + "' is no receipt handle: it has eight fields, such as '10 1700000000000 60000 0 0 broker 3 11'",
                cause);
    }

    /** The handle as clients send it. */
    public String encode() {
        return startOffset + " " + popTimeMs + " " + invisibleMs + " " + reviveQueueId + " " + retryFlag + " "
                + brokerName + " " + queueId + " " + offset;
    }
}
