package io.ringmq.client.consumer;

import io.ringmq.client.call.ClientBootstrap;
import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.producer.RetryTopicSender;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Describes and starts a {@link PushConsumer}. Nameservers, group, a subscription and a listener are required. */
public final class PushConsumerBuilder {
    private static final int DEFAULT_THREADS = 16;
    private static final int DEFAULT_MAX_RECONSUME_TIMES = 16;
    private static final int DEFAULT_MAX_BUFFERED_MESSAGES = 32_768;
    private static final long DEFAULT_MAX_BUFFERED_BYTES = 64L << 20;

    private final ClientBootstrap client = new ClientBootstrap();
    private final Map<String, String> expressions = new TreeMap<>();
    private @Nullable BatchListener listener;
    private int maxMessagesPerCall = 1;
    private StartPosition startPosition = StartPosition.LATEST;
    private int threads = DEFAULT_THREADS;
    private int maxReconsumeTimes = DEFAULT_MAX_RECONSUME_TIMES;
    private int maxBufferedMessages = DEFAULT_MAX_BUFFERED_MESSAGES;
    private long maxBufferedBytes = DEFAULT_MAX_BUFFERED_BYTES;

    PushConsumerBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public PushConsumerBuilder nameservers(String addresses) {
        client.nameservers(addresses);
        return this;
    }

    /** Name of the group; its members share the messages, and all subscribe to the same topics. */
    public PushConsumerBuilder group(String name) {
        client.group(name);
        return this;
    }

    /**
     * Consumes a topic.
     *
     * @param expression {@code *} for every message, or tags such as {@code a || b}
     */
    public PushConsumerBuilder subscribe(String topic, String expression) {
        expressions.put(topic, expression);
        return this;
    }

    /** What handles the messages, one at a time. */
    public PushConsumerBuilder listener(MessageListener messageListener) {
        return batchListener(1, messages -> messageListener.onMessage(messages.get(0)));
    }

    /**
     * What handles the messages, several at a time; in place of {@link #listener}.
     *
     * @param maxMessages most messages of one call, at least 1; there are fewer when no more have come
     */
    public PushConsumerBuilder batchListener(int maxMessages, BatchListener batchListener) {
        if (maxMessages < 1) {
            throw new IllegalArgumentException("a call takes at least one message, not " + maxMessages);
        }
        maxMessagesPerCall = maxMessages;
        listener = batchListener;
        return this;
    }

    /** Where a group without offsets begins; {@link StartPosition#LATEST} unless set. */
    public PushConsumerBuilder startAt(StartPosition position) {
        startPosition = position;
        return this;
    }

    /** Threads that run the listener; 16 unless set. */
    public PushConsumerBuilder threads(int count) {
        threads = count;
        return this;
    }

    /** Deliveries again before a message goes to the dead-letter topic; 16 unless set. */
    public PushConsumerBuilder maxReconsumeTimes(int times) {
        maxReconsumeTimes = times;
        return this;
    }

    /**
     * How much may be read ahead of the listener, over all queues, which have equal parts; 32768 messages and 64 MiB
     * unless set.
     */
    public PushConsumerBuilder buffer(int messages, long bytes) {
        maxBufferedMessages = messages;
        maxBufferedBytes = bytes;
        return this;
    }

    /** Makes the consumer, which joins its group and begins to consume. */
    public PushConsumer start() {
        String group = client.group();
        BatchListener handler = ClientBootstrap.required(listener, "listener(listener)");
        if (expressions.isEmpty()) {
            throw new IllegalStateException("no topic given; call subscribe(topic, expression)");
        }
        ConsumerOptions options = new ConsumerOptions(
                group,
                ClientIds.newClientId(),
                startPosition,
                maxReconsumeTimes,
                maxBufferedMessages,
                maxBufferedBytes);
        MembershipNotices notices = new MembershipNotices(group);
        HandlerTable handlers = HandlerTable.builder()
                .on(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED, notices)
                .build();
        ClientNetwork network = client.network("consumer", handlers);
        GroupRequests requests = new GroupRequests(options, network.calls());
        Clock clock = Clock.systemUTC();
        Redelivery redelivery = new Redelivery(requests, new RetryTopicSender(group, network.calls(), clock));
        Listeners listeners = new Listeners(group, handler, maxMessagesPerCall, threads);
        GroupShare share =
                new GroupShare(options, requests, redelivery, listeners, network.timer(), new AtomicInteger());
        Rebalance rebalance = new Rebalance(share, network, subscriptions(group, clock.millis()));
        return new PushConsumer(options, network, listeners, rebalance, notices).start();
    }

    private List<Subscription> subscriptions(String group, long version) {
        Map<String, String> withRetry = new TreeMap<>(expressions);
        withRetry.put(TopicNames.retry(group), "*");
        return withRetry.entrySet().stream()
                .map(entry -> Subscription.of(entry.getKey(), entry.getValue(), version))
                .toList();
    }
}
