package io.ringmq.broker.registration;

import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.time.Timer;
import io.ringmq.broker.topic.TopicTable;
import io.ringmq.remoting.body.RegisterBrokerBody;
import io.ringmq.remoting.header.RegisterBrokerHeader;
import io.ringmq.remoting.header.UnregisterBrokerHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

/**
 * Keeps every nameserver informed who leads the ring, where this replica is reached and which topics there are: at
 * start, at once when the leader changes, shortly after topics change, when a connection was lost, and every 30 s.
 *
 * <p>The leader registers under broker id 0, a follower under its place in the list of members. The version carries the
 * Raft term, so that nameservers ignore a deposed leader. Each nameserver has its own schedule: one that is down delays
 * nobody.
 */
public final class Registration {
    private static final long TIMEOUT_MS = 3_000;

    private final RingIdentity identity;
    private final TopicTable topics;
    private final Nameservers nameservers;
    private final List<NameserverLink> links = new ArrayList<>();
    private volatile boolean leads;
    private volatile boolean started;

    public Registration(RingIdentity identity, TopicTable topics, Nameservers nameservers, Timer timer) {
        this.identity = identity;
        this.topics = topics;
        this.nameservers = nameservers;
        for (String address : nameservers.addresses()) {
            links.add(new NameserverLink(address, () -> register(address), timer));
        }
    }

    /** Registers now and from then on. */
    public void start() {
        started = true;
        links.forEach(NameserverLink::registerNow);
    }

    /**
     * The leader changed. Told at once: every client waits for it.
     *
     * @param thisNode whether this node is the one; said of another only when that is known
     */
    public void leads(boolean thisNode) {
        leads = thisNode;
        if (started) {
            links.forEach(NameserverLink::registerNow);
        }
    }

    /** Topics changed; several changes soon after each other are told together. */
    public void topicsChanged() {
        registerSoon();
    }

    /** A connection to a nameserver was closed; that nameserver has forgotten this replica. */
    public void connectionLost() {
        registerSoon();
    }

    private void registerSoon() {
        if (started) {
            links.forEach(NameserverLink::registerSoon);
        }
    }

    /** Stops registering and takes this replica off every nameserver that answers in time. */
    public CompletableFuture<Void> stop() {
        links.forEach(NameserverLink::stop);
        List<CompletableFuture<?>> goodbyes = new ArrayList<>();
        for (String address : nameservers.addresses()) {
            Command request = Command.request(
                    RequestCode.UNREGISTER_BROKER,
                    new UnregisterBrokerHeader(
                            identity.ringName(), identity.clientAddress(), identity.clusterName(), brokerId()));
            // One that does not answer drops us when the connection closes.
            goodbyes.add(nameservers.invoke(address, request, TIMEOUT_MS).exceptionally(failure -> request));
        }
        return CompletableFuture.allOf(goodbyes.toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Command> register(String address) {
        byte[] body = new RegisterBrokerBody(topics.current(), List.of()).encode();
        Command request = Command.request(
                RequestCode.REGISTER_BROKER,
                new RegisterBrokerHeader(
                        identity.ringName(),
                        identity.clientAddress(),
                        identity.clusterName(),
                        identity.clientAddress(),
                        brokerId(),
                        null,
                        false,
                        false,
                        crc(body)));
        return nameservers.invoke(address, request.withBody(body), TIMEOUT_MS);
    }

    private long brokerId() {
        return leads ? RingIdentity.LEADER_ID : identity.followerId();
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue() & Integer.MAX_VALUE;
    }
}
