package io.ringmq.client.request;

import io.ringmq.client.consumer.ReceivedMessage;

/** Answers requests. Called by several threads at once, in no order; may block. */
@FunctionalInterface
public interface ReplyListener {
    /**
     * Answers one request, which may arrive more than once.
     *
     * @throws Exception if there is no answer: it is logged, the request counts as consumed, and the requester's wait ends
     *     with its timeout
     */
    Reply onRequest(ReceivedMessage request) throws Exception;
}
