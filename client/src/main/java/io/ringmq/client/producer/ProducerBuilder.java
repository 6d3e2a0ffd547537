package io.ringmq.client.producer;

import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Describes and makes a {@link Producer}. Nameservers and group are required. */
public final class ProducerBuilder {
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private List<String> nameservers = List.of();
    private @Nullable String group;
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private Duration timeout = DEFAULT_TIMEOUT;

    ProducerBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public ProducerBuilder nameservers(String addresses) {
        nameservers = ClientIds.addresses(addresses);
        return this;
    }

    /** Name that the producers of one application share. */
    public ProducerBuilder group(String name) {
        String reason = GroupNames.reasonInvalid(name);
        if (reason != null) {
            throw new IllegalArgumentException("group '" + name + "': " + reason);
        }
        group = name;
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

    /** Makes the producer; it connects when it first sends. */
    public Producer build() {
        String groupName = group;
        if (groupName == null) {
            throw new IllegalStateException("no group given; call group(name)");
        }
        Clock clock = Clock.systemUTC();
        ClientNetwork network = new ClientNetwork(
                "producer-" + groupName,
                nameservers,
                HandlerTable.EMPTY,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                () -> ThreadLocalRandom.current().nextDouble());
        long processId = ProcessHandle.current().pid();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UniqueMessageIds ids = new UniqueMessageIds(ClientIds.localAddress(), processId, clock, random);
        String clientId = ClientIds.clientId(processId, random.nextLong());
        return new Producer(
                new ProducerIdentity(groupName, clientId, maxMessageBytes, new SendOptions(timeout, null)),
                network,
                new MessageSender(groupName, network.calls(), clock),
                ids::next,
                new QueueRotation(random.nextInt()));
    }
}
