package io.ringmq.client.producer;

import io.ringmq.client.call.ClientBootstrap;
import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.compression.Compression;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Describes and makes a {@link Producer}. Nameservers and group are required. */
public final class ProducerBuilder {
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_COMPRESS_FROM_BYTES = 4 << 10;
    private static final int DEFAULT_BATCH_BYTES = 128 << 10;
    private static final int DEFAULT_BATCH_MESSAGES = 512;
    private static final Duration DEFAULT_LINGER = Duration.ofMillis(5);
    private static final int DEFAULT_REQUESTS_PER_BROKER = 8;
    private static final int DEFAULT_BUFFERED_MESSAGES = 65_536;
    private static final long DEFAULT_BUFFERED_BYTES = 64L << 20;

    private final ClientBootstrap client = new ClientBootstrap();
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private Duration timeout = DEFAULT_TIMEOUT;
    private Compression compression = Compression.NONE;
    private int compressFromBytes = DEFAULT_COMPRESS_FROM_BYTES;
    private int batchBytes = DEFAULT_BATCH_BYTES;
    private int batchMessages = DEFAULT_BATCH_MESSAGES;
    private Duration linger = DEFAULT_LINGER;
    private int requestsPerBroker = DEFAULT_REQUESTS_PER_BROKER;
    private int bufferedMessages = DEFAULT_BUFFERED_MESSAGES;
    private long bufferedBytes = DEFAULT_BUFFERED_BYTES;
    private CircuitBreakerLimits circuitBreaker = CircuitBreakerLimits.defaults();
    private boolean idempotent;

    ProducerBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public ProducerBuilder nameservers(String addresses) {
        client.nameservers(addresses);
        return this;
    }

    /** Name that the producers of one application share. */
    public ProducerBuilder group(String name) {
        client.group(name);
        return this;
    }

    /** Largest body, or batch, to send; 4 MiB unless set. Brokers have a limit of their own. */
    public ProducerBuilder maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    /** Time for all attempts of a send together; 5 s unless set. */
    public ProducerBuilder timeout(Duration sendTimeout) {
        timeout = sendTimeout;
        return this;
    }

    /** How bodies of 4 KiB and more are compressed, if that makes them smaller; not at all unless set. */
    public ProducerBuilder compression(Compression kind) {
        compression = kind;
        return this;
    }

    /** Smallest body that is compressed; 4 KiB unless set. */
    public ProducerBuilder compressFrom(int bodyBytes) {
        compressFromBytes = bodyBytes;
        return this;
    }

    /**
     * How much of what waits goes into one request: 128 KiB and 512 messages unless set. A larger message goes alone;
     * one message a request switches batching off.
     *
     * @param messages 1 to 1024
     */
    public ProducerBuilder batch(int messages, int bytes) {
        batchMessages = messages;
        batchBytes = bytes;
        return this;
    }

    /**
     * Longest wait for more messages to share a request; 5 ms unless set. Only messages behind two unanswered requests
     * wait at all.
     */
    public ProducerBuilder linger(Duration longestWait) {
        linger = longestWait;
        return this;
    }

    /** Requests under way for one topic to one broker, beyond which messages wait for an answer; 8 unless set. */
    public ProducerBuilder requestsPerBroker(int count) {
        requestsPerBroker = count;
        return this;
    }

    /** How much may be sent and not acknowledged yet; 65536 messages and 64 MiB unless set. A send beyond fails. */
    public ProducerBuilder buffer(int messages, long bytes) {
        bufferedMessages = messages;
        bufferedBytes = bytes;
        return this;
    }

    /**
     * When rings that are slow or fail are set aside; {@link CircuitBreakerLimits#defaults} unless set, by which fewer than
     * four rings are all used always. A {@link QueueSelector} chooses from all queues, whatever is set aside.
     */
    public ProducerBuilder circuitBreaker(CircuitBreakerLimits limits) {
        circuitBreaker = limits;
        return this;
    }

    /**
     * Whether a message that is sent again, because nobody heard what became of it, is stored once; not unless set. All
     * brokers have to know it. All attempts of a send go to one queue then: if its ring does not answer in time, the
     * send fails, and its message is stored once or not at all.
     */
    public ProducerBuilder idempotent(boolean once) {
        idempotent = once;
        return this;
    }

    /** Makes the producer; it connects when it first sends. */
    public Producer build() {
        String group = client.group();
        Clock clock = Clock.systemUTC();
        ProducerIdentity identity = new ProducerIdentity(
                group,
                ClientIds.newClientId(),
                new SendOptions(timeout, null),
                new BodySettings(maxMessageBytes, compression, compressFromBytes),
                new BatchLimits(batchBytes, batchMessages, linger, requestsPerBroker),
                bufferedMessages,
                bufferedBytes,
                idempotent);
        ClientNetwork network = client.network("producer", HandlerTable.EMPTY);
        return new Producer(
                identity,
                network,
                new MessageSender(group, network.calls(), clock, new CircuitBreaker(circuitBreaker)),
                ClientIds.messageIds(clock)::next,
                new QueueRotation(ThreadLocalRandom.current().nextInt()));
    }
}
