package io.ringmq.client.request;

import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.PushConsumerBuilder;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.ReplySender;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Describes and starts a {@link Replier}. Nameservers, group, a topic and a listener are required. */
public final class ReplierBuilder {
    private static final int DEFAULT_MAX_REPLY_BYTES = 4 << 20;

    private final PushConsumerBuilder consumer = PushConsumer.builder();
    private List<String> nameservers = List.of();
    private @Nullable String group;
    private @Nullable ReplyListener listener;
    private int maxReplyBytes = DEFAULT_MAX_REPLY_BYTES;

    ReplierBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public ReplierBuilder nameservers(String addresses) {
        nameservers = ClientIds.addresses(addresses);
        consumer.nameservers(addresses);
        return this;
    }

    /** Name of the consumer group; its members share the requests, and all subscribe to the same topics. */
    public ReplierBuilder group(String name) {
        consumer.group(name);
        group = name;
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
        String groupName = required(group, "group(name)");
        ReplyListener handler = required(listener, "listener(listener)");
        ClientNetwork network = new ClientNetwork(
                "replier-" + groupName,
                nameservers,
                HandlerTable.EMPTY,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                () -> ThreadLocalRandom.current().nextDouble());
        Replies replies = new Replies(handler, sender(groupName, network));
        try {
            return new Replier(consumer.listener(replies).start(), replies, network);
        } catch (IllegalStateException e) {
            network.close();
            throw e;
        }
    }

    private ReplySender sender(String groupName, ClientNetwork network) {
        Clock clock = Clock.systemUTC();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UniqueMessageIds ids = new UniqueMessageIds(
                ClientIds.localAddress(), ProcessHandle.current().pid(), clock, random);
        return new ReplySender(groupName, network.calls(), clock, ids::next, maxReplyBytes, random.nextInt());
    }

    private static <T> T required(@Nullable T value, String call) {
        if (value == null) {
            throw new IllegalStateException("something is missing; call " + call);
        }
        return value;
    }
}
