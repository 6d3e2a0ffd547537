package io.ringmq.client.request;

import io.ringmq.client.call.ClientBootstrap;
import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.producer.RequestSender;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Describes and makes a {@link Requester}. Nameservers and group are required. */
public final class RequesterBuilder {
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;
    private static final int DEFAULT_MAX_PENDING = 10_000;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    private final ClientBootstrap client = new ClientBootstrap();
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private int maxPending = DEFAULT_MAX_PENDING;
    private Duration timeout = DEFAULT_TIMEOUT;

    RequesterBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public RequesterBuilder nameservers(String addresses) {
        client.nameservers(addresses);
        return this;
    }

    /** Name that the requesters of one application share; each gets its own replies all the same. */
    public RequesterBuilder group(String name) {
        client.group(name);
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
        String group = client.group();
        PendingRequests pending = new PendingRequests(maxPending);
        HandlerTable handlers = HandlerTable.builder()
                .on(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT, pending)
                .build();
        ClientNetwork network = client.network("requester", handlers);
        Clock clock = Clock.systemUTC();
        UniqueMessageIds ids = ClientIds.messageIds(clock);
        String clientId = ClientIds.newClientId();
        RequestSender sender = new RequestSender(
                new RequestSender.Identity(group, clientId),
                network.calls(),
                clock,
                ids::next,
                maxMessageBytes,
                ThreadLocalRandom.current().nextInt());
        return new Requester(new Requester.Identity(group, clientId, timeout), network, sender, pending, ids::next);
    }

    static void requirePositive(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("the timeout must be a millisecond at least but is " + timeout);
        }
    }
}
