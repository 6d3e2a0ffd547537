package io.ringmq.broker.group;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.body.ConsumerData;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.header.NotifyConsumerIdsChangedHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.Connection;
import java.time.Clock;
import java.util.Collection;

/**
 * The clients connected to this replica, and telling the members of a consumer group when it changes, so that they
 * share its queues anew at once. Thread-safe.
 */
public final class Membership {
    /** Silence after which a client counts as gone; stock clients send a heartbeat every 30 s. */
    static final long EXPIRY_MS = 120_000;

    private static final long SWEEP_INTERVAL_MS = 10_000;
    private static final int MAX_GROUPS = 20_000;
    private static final int MAX_MEMBERS_PER_GROUP = 10_000;

    private final ConsumerGroups consumers = new ConsumerGroups(new MemberTable(MAX_GROUPS, MAX_MEMBERS_PER_GROUP));
    private final MemberTable producers = new MemberTable(MAX_GROUPS, MAX_MEMBERS_PER_GROUP);
    private final CatalogView catalog;
    private final Clock clock;
    private final Timer timer;
    private boolean sweepScheduled;

    public Membership(CatalogView catalog, Clock clock, Timer timer) {
        this.catalog = catalog;
        this.clock = clock;
        this.timer = timer;
    }

    /** The consumer groups with members on this replica. */
    public ConsumerGroups consumers() {
        return consumers;
    }

    /** The producer groups with members on this replica. */
    public MemberTable producers() {
        return producers;
    }

    /**
     * Takes note of a heartbeat.
     *
     * @param request the request it came in, for the client's language and release
     * @throws io.ringmq.remoting.protocol.CommandException SYSTEM_BUSY at a bound
     */
    void seen(Command request, HeartbeatBody heartbeat, Connection connection) {
        Member member =
                new Member(heartbeat.clientId(), connection, request.language(), request.version(), clock.millis());
        heartbeat.producers().forEach(group -> producers.seen(group.groupName(), member));
        for (ConsumerData group : heartbeat.consumers()) {
            boolean changed = heartbeat.withoutSub()
                    ? consumers.seen(group.groupName(), member)
                    : consumers.seen(group.groupName(), member, ConsumerProfile.of(group));
            if (changed) {
                notifyMembers(group.groupName());
            }
        }
        scheduleSweep();
    }

    /**
     * A producer that is not known here waits for an answer over this connection.
     *
     * @param request what it sent, for its language and release
     * @throws io.ringmq.remoting.protocol.CommandException SYSTEM_BUSY at a bound
     */
    public void requesterSeen(Command request, String group, String clientId, Connection connection) {
        if (producers.find(clientId) == null) {
            producers.seen(
                    group, new Member(clientId, connection, request.language(), request.version(), clock.millis()));
            scheduleSweep();
        }
    }

    /** A consumer says goodbye. */
    void consumerLeft(String group, String clientId, Connection connection) {
        if (consumers.leave(group, clientId, connection)) {
            notifyMembers(group);
        }
    }

    /** A producer says goodbye. */
    void producerLeft(String group, String clientId, Connection connection) {
        producers.leave(group, clientId, connection);
    }

    /** The clients behind a closed connection are gone. */
    public void disconnected(Connection connection) {
        producers.disconnected(connection);
        notifyAll(consumers.disconnected(connection));
    }

    private synchronized void scheduleSweep() {
        if (!sweepScheduled) {
            sweepScheduled = true;
            timer.after(SWEEP_INTERVAL_MS, this::sweep);
        }
    }

    private void sweep() {
        long seenBeforeMs = clock.millis() - EXPIRY_MS;
        producers.expire(seenBeforeMs);
        notifyAll(consumers.expire(seenBeforeMs));
        synchronized (this) {
            sweepScheduled = false;
        }
        if (!consumers.isEmpty() || !producers.groups().isEmpty()) {
            scheduleSweep();
        }
    }

    private void notifyAll(Collection<String> groups) {
        groups.forEach(this::notifyMembers);
    }

    private void notifyMembers(String group) {
        GroupConfig config = catalog.group(group);
        if (config != null && !config.notifyOnChange()) {
            return;
        }
        Command change =
                Command.request(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED, new NotifyConsumerIdsChangedHeader(group));
        consumers.members(group).values().forEach(member -> member.connection().sendOneway(change.oneway()));
    }
}
