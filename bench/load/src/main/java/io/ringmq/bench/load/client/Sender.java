package io.ringmq.bench.load.client;

import java.util.List;

/**
 * Sends to one topic. Thread-safe.
 *
 * <p>Bodies belong to the sender from the call on, until the send is acknowledged or has failed.
 */
public interface Sender extends AutoCloseable {
    /**
     * Sends a message and waits until it is acknowledged.
     *
     * @throws SendFailedException if it is not, after the client's own retries
     */
    void send(byte[] body) throws SendFailedException, InterruptedException;

    /** Sends a message without waiting for more than room in the client's buffers; the outcome goes to the callback. */
    void sendAsync(byte[] body, Completion completion) throws InterruptedException;

    /**
     * Sends messages to one queue in the way that the client batches, and waits until all are acknowledged.
     *
     * @throws SendFailedException if at least one is not
     */
    void sendGroup(List<byte[]> bodies) throws SendFailedException, InterruptedException;

    @Override
    void close();
}
