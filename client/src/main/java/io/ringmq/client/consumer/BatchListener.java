package io.ringmq.client.consumer;

import java.util.List;

/** Takes several messages of one queue at once. Called by several threads at once; may block. */
@FunctionalInterface
public interface BatchListener {
    /**
     * Handles messages, at least one, by ascending offsets, which may arrive more than once. The outcome is that of all
     * of them.
     *
     * @throws Exception counts as {@link ConsumeOutcome#RETRY_LATER}
     */
    ConsumeOutcome onMessages(List<ReceivedMessage> messages) throws Exception;
}
