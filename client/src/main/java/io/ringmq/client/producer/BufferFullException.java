package io.ringmq.client.producer;

/** A message was not taken because too much waits for brokers already. It is not stored; wait, then send it again. */
public final class BufferFullException extends SendException {
    private static final long serialVersionUID = 1L;

    BufferFullException(int maxMessages, long maxBytes) {
        super(
                "too many sends are under way (at most " + maxMessages + " messages and " + maxBytes
                        + " bytes); wait for some to finish, or allow more with buffer(messages, bytes)",
                NO_ANSWER,
                null);
    }
}
