package io.ringmq.broker.registration;

import io.ringmq.broker.proposal.BrokerIds;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.time.Timer;
import io.ringmq.broker.topic.RouteAnnouncement;
import io.ringmq.broker.topic.TopicTable;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.body.RegisterBrokerBody;
import io.ringmq.remoting.body.TopicConfigTable;
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
 * <p>The leader registers under broker id 0, a follower under an {@linkplain BrokerIds id of its own}. A node that is no
 * voter of the ring takes itself off the nameservers: a learner may be far behind, and clients would read from it and,
 * under the standby name, send to it. One that does not stand for election does not offer to be the standby. The version
 * carries the Raft term, so that nameservers ignore a deposed leader. Each nameserver has its own schedule: one that is
 * down delays nobody.
 */
public final class Registration implements RouteAnnouncement {
    private static final long TIMEOUT_MS = 3_000;
    private static final long TELL_TIMEOUT_MS = 500;
    private static final long NOT_LEADING = -1;

    private final RingIdentity identity;
    private final RaftGroup group;
    private final TopicTable topics;
    private final Nameservers nameservers;
    private final Timer timer;
    private final List<NameserverLink> links = new ArrayList<>();
    private volatile long leadingTerm = NOT_LEADING;
    private volatile boolean started;

    public Registration(
            RingIdentity identity, RaftGroup group, TopicTable topics, Nameservers nameservers, Timer timer) {
        this.identity = identity;
        this.group = group;
        this.topics = topics;
        this.nameservers = nameservers;
        this.timer = timer;
        for (String address : nameservers.addresses()) {
            links.add(new NameserverLink(address, () -> register(address), timer));
        }
    }

    /** Registers now and from then on. */
    public void start() {
        started = true;
        links.forEach(NameserverLink::registerNow);
    }

    /** This node leads in this term. To be followed by {@link #tellChange}. */
    public void leading(long term) {
        leadingTerm = term;
    }

    /** Another node leads. To be followed by {@link #tellChange}. */
    public void following() {
        leadingTerm = NOT_LEADING;
    }

    /**
     * Registers at once as what this node is now, after a change of the leader, of the voters or of this node's candidacy:
     * clients wait for it.
     */
    public void tellChange() {
        if (started) {
            links.forEach(NameserverLink::registerNow);
        }
    }

    /**
     * Registers at once and tells when that is done, so that whoever changed a topic finds its route. Nameservers that
     * were down last time are not waited for, nor one that takes longer than a moment.
     */
    @Override
    public CompletableFuture<Void> tell() {
        if (!started) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?>[] told =
                links.stream().map(NameserverLink::registerAndTell).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> done = CompletableFuture.allOf(told);
        Timer.Timeout timeout = timer.after(TELL_TIMEOUT_MS, () -> done.complete(null));
        return done.whenComplete((value, failure) -> timeout.cancel());
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
            // One that does not answer drops us when the connection closes.
            goodbyes.add(unregister(address).handle((answer, failure) -> address));
        }
        return CompletableFuture.allOf(goodbyes.toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Command> unregister(String address) {
        Command request = Command.request(
                RequestCode.UNREGISTER_BROKER,
                new UnregisterBrokerHeader(
                        identity.ringName(), identity.clientAddress(), identity.clusterName(), brokerId(leadingTerm)));
        return nameservers.invoke(address, request, TIMEOUT_MS);
    }

    private CompletableFuture<Command> register(String address) {
        if (!group.membership().voters().contains(group.self())) {
            return unregister(address);
        }
        // A deposed leader that knows of no other keeps its term, so that it cannot outdo its successor.
        long term = leadingTerm;
        TopicConfigTable table = term == NOT_LEADING ? topics.current() : topics.current(term);
        byte[] body = new RegisterBrokerBody(table, List.of()).encode();
        Command request = Command.request(
                RequestCode.REGISTER_BROKER,
                new RegisterBrokerHeader(
                        identity.ringName(),
                        identity.clientAddress(),
                        identity.clusterName(),
                        identity.clientAddress(),
                        brokerId(term),
                        null,
                        mayBeStandby(),
                        false,
                        crc(body)));
        return nameservers.invoke(address, request.withBody(body), TIMEOUT_MS);
    }

    /** What speaks against a node as leader, a stop that is planned or a disk that stalls, speaks against sends to it. */
    private boolean mayBeStandby() {
        return group.candidacy().reasons().isEmpty();
    }

    private long brokerId(long term) {
        return term != NOT_LEADING ? RingIdentity.LEADER_ID : BrokerIds.of(group.self());
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue() & Integer.MAX_VALUE;
    }
}
