package io.ringmq.broker.ring;

import io.ringmq.broker.delay.DelayDelivery;
import io.ringmq.broker.group.Membership;
import io.ringmq.broker.lock.LeaderClock;
import io.ringmq.broker.lock.LockExpiry;
import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoreClock;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.offset.OffsetRelay;
import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.registration.Registration;
import io.ringmq.broker.registration.ToldCandidacy;
import io.ringmq.broker.state.RingState;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.timer.TimerDelivery;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.broker.topic.TopicTable;
import io.ringmq.broker.transaction.TransactionService;
import io.ringmq.broker.verify.Verification;
import io.ringmq.raft.Candidacy;
import io.ringmq.raft.LogApplier;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.ConnectionListener;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.store.state.StateStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One ring on one node: a Raft group, the state its log adds up to, and the handlers that serve clients on the ring's
 * port. {@link #open} starts replication; the caller starts a server with {@link #handlers} and {@link
 * #connectionListener}, then calls {@link #register}.
 */
public final class Ring implements AutoCloseable {
    private final RaftGroup group;
    private final RingState state;
    private final RingView view;
    private final LongPolling polling;
    private final Membership membership;
    private final DelayDelivery delayed;
    private final Popping popping;
    private final Registration registration;
    private final HandlerTable handlers;

    private Ring(RaftGroup group, RingApplier applier, RingSettings settings, RingRuntime runtime) {
        this.group = group;
        state = applier.state();
        state.logStartsAt(group.log()::startOffset);
        view = state;
        Proposals proposals = new Proposals(group, view, runtime.gate());
        polling = new LongPolling(settings.polling(), runtime.timer(), runtime.executor());
        membership = new Membership(view, runtime.clock(), runtime.timer());
        TopicTable topics = new TopicTable(view, group::term, runtime.clock());
        registration = new Registration(settings.identity(), group, topics, runtime.nameservers(), runtime.timer());
        MessageRecords records = new MessageRecords(
                settings.identity().address(), new StoreClock(runtime.clock()), settings.delayLevels());
        StoredMessages stored = new StoredMessages(group.log(), view);
        delayed = new DelayDelivery(
                proposals,
                view,
                stored,
                records,
                new DueWork.Time(runtime.clock(), runtime.timer(), runtime.executor()),
                settings.delayLevels().maxLevel());
        TimerDelivery timed = new TimerDelivery(
                proposals, view, records, new DueWork.Time(runtime.clock(), runtime.timer(), runtime.executor()));
        Verification verification = new Verification(
                settings.identity().nodeId(), group.log(), applier::freeze, runtime.timer(), runtime.executor());
        OffsetCommits commits = commits(proposals, settings, runtime);
        LockExpiry locks = new LockExpiry(proposals, view, new LeaderClock(group, runtime.uptimeMs()), runtime.timer());
        popping = Popping.of(proposals, view, stored, records, settings, runtime);
        TransactionService transactions = transactions(proposals, records, stored, settings, runtime);
        handlers = new RingHandlers(
                        group,
                        view,
                        settings,
                        runtime,
                        new RingServices(
                                proposals,
                                records,
                                stored,
                                topics,
                                polling,
                                membership,
                                registration,
                                verification,
                                commits,
                                locks,
                                popping,
                                transactions))
                .table();
        Announcement announcement = new Announcement(group, view, settings, runtime.timer());
        RingEvents events = new RingEvents(
                group,
                new RingEvents.Listening(polling, delayed, timed, verification, locks, popping, transactions),
                announcement,
                registration,
                runtime.executor());
        applier.attach(events);
        if (group.isLeader()) {
            events.leaderStarted(group.term());
        }
    }

    private OffsetCommits commits(Proposals proposals, RingSettings settings, RingRuntime runtime) {
        OffsetRelay relay = new OffsetRelay(
                new AnnouncedLeader(group, view, settings.identity().ringName()),
                runtime.peers(),
                runtime.timer(),
                settings.offsets());
        return new OffsetCommits(proposals, view, relay, runtime.timer(), settings.offsets());
    }

    private TransactionService transactions(
            Proposals proposals,
            MessageRecords records,
            StoredMessages stored,
            RingSettings settings,
            RingRuntime runtime) {
        return new TransactionService(
                proposals,
                view,
                new TransactionService.Messages(records, new TopicSource(view, settings.autoCreation()), stored),
                membership.producers(),
                settings.transactions(),
                new DueWork.Time(runtime.clock(), runtime.timer(), runtime.executor()));
    }

    /**
     * Opens the ring.
     *
     * @param store state of this ring only; closed by the caller, after the ring
     * @param openGroup opens the Raft group that applies to the given applier; the group belongs to the ring
     */
    public static Ring open(
            RingSettings settings, RingRuntime runtime, StateStore store, Function<LogApplier, RaftGroup> openGroup) {
        RingApplier applier = new RingApplier(settings.identity().ringName(), store, settings.delayLevels()::delayMs);
        return new Ring(openGroup.apply(applier), applier, settings, runtime);
    }

    /** The handlers of the ring's port. */
    public HandlerTable handlers() {
        return handlers;
    }

    /** To be told of the connections of the ring's port. */
    public ConnectionListener connectionListener() {
        return new ConnectionListener() {
            @Override
            public void opened(Connection connection) {}

            @Override
            public void closed(Connection connection) {
                polling.disconnected(connection);
                popping.polling().disconnected(connection);
                membership.disconnected(connection);
            }
        };
    }

    /** Registers with the nameservers, now and from then on; to be called when the ring's port listens. */
    public void register() {
        registration.start();
    }

    /** A connection to a nameserver was closed, so that nameserver has forgotten this replica. */
    public void nameserverConnectionLost() {
        registration.connectionLost();
    }

    /** Takes this replica out of the routes; completes when all nameservers that answer in time know. */
    public CompletableFuture<Void> unregister() {
        return registration.stop();
    }

    public RaftGroup group() {
        return group;
    }

    /** Whether this node stands for election in the ring; the nameservers hear of each change at once. */
    public Candidacy candidacy() {
        return new ToldCandidacy(group.candidacy(), registration::tellChange);
    }

    public RingView view() {
        return view;
    }

    /** Drops the index of messages whose segments were deleted; see {@link RingState#trimIndex}. */
    public long trimIndex() {
        return state.trimIndex();
    }

    /** The physical offset from which on delayed messages wait in the log; see {@link DelayDelivery#waitingFrom}. */
    public long waitingFrom() {
        return delayed.waitingFrom();
    }

    /** Leaves the Raft group, handing leadership over first. Blocks for a bounded time. */
    @Override
    public void close() {
        group.close();
    }
}
