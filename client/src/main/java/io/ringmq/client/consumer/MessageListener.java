package io.ringmq.client.consumer;

/** Takes messages. Called by several threads at once, in no order; may block. */
@FunctionalInterface
public interface MessageListener {
    /**
     * Handles one message, which may arrive more than once.
     *
     * @throws Exception counts as {@link ConsumeOutcome#RETRY_LATER}
     */
    ConsumeOutcome onMessage(ReceivedMessage message) throws Exception;
}
