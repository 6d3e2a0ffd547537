package io.ringmq.bench.load.client;

import java.nio.ByteBuffer;

/** Takes what a consumer receives. Thread-safe, and quick: it runs on the client's threads. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes one message.
     *
     * @param body bytes between position and limit, valid during the call only
     */
    void onMessage(ByteBuffer body);
}
