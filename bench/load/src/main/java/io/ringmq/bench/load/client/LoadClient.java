package io.ringmq.bench.load.client;

/** A client library connected to one system under test. Thread-safe. */
public interface LoadClient {
    /**
     * Opens what an application sends with: one client instance with its own connections.
     *
     * @param tuning how the instance is set up
     * @param name unique among the senders of this process
     */
    Sender openSender(Tuning tuning, String name);

    /**
     * Starts to consume the whole topic.
     *
     * @param group name of the consumer group; one that is new begins with the first message of the topic
     * @param handler called by threads of the client, several at once where that is the client's default
     */
    Receiver openReceiver(String group, MessageHandler handler);
}
