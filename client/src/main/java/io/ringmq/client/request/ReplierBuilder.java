package io.ringmq.client.request;

import io.ringmq.client.call.ClientBootstrap;
import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.PushConsumerBuilder;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.ReplySender;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Describes and starts a {@link Replier}. Nameservers, group, a topic and a listener are required. */
public final class ReplierBuilder {
    private static final int DEFAULT_MAX_REPLY_BYTES = 4 << 20;

    private final ClientBootstrap client = new ClientBootstrap();
    private final PushConsumerBuilder consumer = PushConsumer.builder();
    private @Nullable ReplyListener listener;
    private int maxReplyBytes = DEFAULT_MAX_REPLY_BYTES;

    ReplierBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public ReplierBuilder nameservers(String addresses) {
        client.nameservers(addresses);
        consumer.nameservers(addresses);
        return this;
    }

    /** Name of the consumer group; its members share the requests, and all subscribe to the same topics. */
    public ReplierBuilder group(String name) {
        client.group(name);
        consumer.group(name);
        return this;
    }

    /**
     * Serves the requests of a topic.
     *
     * @param expression {@code *} for every message, or tags such as {@code a || b}
     */
    public ReplierBuilder subscribe(String topic, String expression) {
        consumer.subscribe(topic, expression);
        return this;
    }

    /** What answers the requests. */
    public ReplierBuilder listener(ReplyListener replyListener) {
        listener = replyListener;
        return this;
    }

    /** Where a group without offsets begins; {@link StartPosition#LATEST} unless set. */
    public ReplierBuilder startAt(StartPosition position) {
        consumer.startAt(position);
        return this;
    }

    /** Threads that run the listener and send its replies; 16 unless set. */
    public ReplierBuilder threads(int count) {
        consumer.threads(count);
        return this;
    }

    /** Largest body of a reply; 4 MiB unless set. Brokers have a limit of their own. */
    public ReplierBuilder maxReplyBytes(int bytes) {
        maxReplyBytes = bytes;
        return this;
    }

    /** Makes the replier, which joins its group and begins to answer. */
    public Replier start() {
        ReplyListener handler = ClientBootstrap.required(listener, "listener(listener)");
        ClientNetwork network = client.network("replier", HandlerTable.EMPTY);
        Replies replies = new Replies(handler, sender(network));
        try {
            return new Replier(consumer.listener(replies).start(), replies, network);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private ReplySender sender(ClientNetwork network) {
        Clock clock = Clock.systemUTC();
        return new ReplySender(
                client.group(),
                network.calls(),
                clock,
                ClientIds.messageIds(clock)::next,
                maxReplyBytes,
                ThreadLocalRandom.current().nextInt());
    }
}
