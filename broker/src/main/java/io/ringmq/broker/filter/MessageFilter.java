package io.ringmq.broker.filter;

import java.nio.ByteBuffer;

/**
 * Which messages of a topic a consumer wants. The queue index tells the hash of a message's tag, so that many a filter
 * need not read the message itself.
 */
public sealed interface MessageFilter permits TagFilter, SqlFilter {
    /**
     * Whether a message with this tag may be wanted.
     *
     * @param tagHash as the queue index stores it, 0 for a message without tag
     */
    boolean mayMatch(long tagHash);

    /** Whether {@link #matches} must be asked of messages that may be wanted. */
    boolean readsMessages();

    /** Whether the message in wire layout that begins at this position of the buffer is wanted. */
    boolean matches(ByteBuffer messages, int position);
}
