package io.ringmq.client.request;

import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.producer.RequestSender;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Describes and makes a {@link Requester}. Nameservers and group are required. */
public final class RequesterBuilder {
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;
    private static final int DEFAULT_MAX_PENDING = 10_000;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    private List<String> nameservers = List.of();
    private @Nullable String group;
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private int maxPending = DEFAULT_MAX_PENDING;
    private Duration timeout = DEFAULT_TIMEOUT;

    RequesterBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public RequesterBuilder nameservers(String addresses) {
        nameservers = ClientIds.addresses(addresses);
        return this;
    }

    /** Name that the requesters of one application share; each gets its own replies all the same. */
    public RequesterBuilder group(String name) {
        String reason = GroupNames.reasonInvalid(name);
        if (reason != null) {
            throw new IllegalArgumentException("group '" + name + "': " + reason);
        }
        group = name;
        return this;
    }

    /** Time for sending a request and waiting for its reply together; 3 s unless set. */
    public RequesterBuilder timeout(Duration longest) {
        requirePositive(longest);
        timeout = longest;
        return this;
    }

    /** Requests that wait for replies at the same time, at least 1; 10,000 unless set. One beyond fails. */
    public RequesterBuilder maxPending(int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("at least one request must be able to wait, not " + requests);
        }
        maxPending = requests;
        return this;
    }

    /** Largest body to send; 4 MiB unless set. Brokers have a limit of their own. */
    public RequesterBuilder maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    /** Makes the requester; it connects when it first sends. */
    public Requester build() {
        String groupName = group;
        if (groupName == null) {
            throw new IllegalStateException("no group given; call group(name)");
        }
        PendingRequests pending = new PendingRequests(maxPending);
        ClientNetwork network = new ClientNetwork(
                "requester-" + groupName,
                nameservers,
                HandlerTable.builder()
                        .on(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT, pending)
                        .build(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                () -> ThreadLocalRandom.current().nextDouble());
        Clock clock = Clock.systemUTC();
        long processId = ProcessHandle.current().pid();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UniqueMessageIds ids = new UniqueMessageIds(ClientIds.localAddress(), processId, clock, random);
        String clientId = ClientIds.clientId(processId, random.nextLong());
        RequestSender sender = new RequestSender(
                new RequestSender.Identity(groupName, clientId),
                network.calls(),
                clock,
                ids::next,
                maxMessageBytes,
                random.nextInt());
        return new Requester(new Requester.Identity(groupName, clientId, timeout), network, sender, pending, ids::next);
    }

    static void requirePositive(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("the timeout must be a millisecond at least but is " + timeout);
        }
    }
}
