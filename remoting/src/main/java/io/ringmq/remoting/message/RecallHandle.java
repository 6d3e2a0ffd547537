package io.ringmq.remoting.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a producer shows to recall a timed message; it gets it in the answer to the send. On the wire the URL-safe Base64
 * form of
 *
 * <pre>
 * v1 topic brokerName deliveryTime uniqueId
 * </pre>
 *
 * separated by single spaces. Clients read the broker's name out of it, to know whom to ask.
 *
 * @param dueMs when the message is to be delivered, in milliseconds since the epoch
 * @param uniqueId the client's id of the message
 */
public record RecallHandle(String topic, String brokerName, long dueMs, String uniqueId) {
    private static final String VERSION = "v1";
    private static final int FIELDS = 5;
    private static final int MAX_CHARS = 2048;

    public RecallHandle {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(uniqueId, "uniqueId");
    }

    /** The form that goes to clients. */
    public String encode() {
        String text = String.join(" ", VERSION, topic, brokerName, Long.toString(dueMs), uniqueId);
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a handle.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static RecallHandle parse(String encoded) {
        if (encoded.isEmpty() || encoded.length() > MAX_CHARS) {
            throw invalid(null);
        }
        String[] fields = decoded(encoded).split(" ", -1);
        if (fields.length != FIELDS || !fields[0].equals(VERSION)) {
            throw invalid(null);
        }
        try {
            return new RecallHandle(fields[1], fields[2], Long.parseLong(fields[3]), fields[4]);
        } catch (NumberFormatException e) {
            throw invalid(e);
        }
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    private static IllegalArgumentException invalid(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "recall handle is invalid: pass the one that the answer to the send carried", cause);
    }
}
