package io.ringmq.raft;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.concurrent.DefaultFixedThreadsExecutorGroupFactory;
import com.alipay.sofa.jraft.util.concurrent.FixedThreadsExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.ringmq.raft.install.CopySource;
import io.ringmq.raft.install.Installer;
import io.ringmq.raft.install.LogMender;
import io.ringmq.raft.install.NodeCopyTarget;
import io.ringmq.raft.install.ReplicaCopy;
import io.ringmq.raft.rpc.RaftTransport;
import io.ringmq.raft.rpc.TransportOptions;
import io.ringmq.raft.snapshot.InstallOptions;
import io.ringmq.raft.snapshot.SnapshotOptions;
import io.ringmq.raft.storage.BootSnapshot;
import io.ringmq.raft.storage.GroupStorage;
import io.ringmq.raft.storage.OriginFile;
import io.ringmq.raft.watch.Fitness;
import io.ringmq.raft.watch.LeaderWatch;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.FlushMode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Raft side of a process: one server and one set of connections for all its groups.
 */
public final class RaftHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RaftHost.class);
    private static final int APPEND_CALLBACK_THREADS = 2;
    private static final int MAX_APPEND_CALLBACKS = 16384;
    private static final int BACKGROUND_THREADS = 2;
    private static final int WATCH_THREADS = 2;
    private static final int FORCE_EVERY_MS = 500;
    private static final int SNAPSHOT_CHECK_MS = 1000;

    private final RaftHostOptions options;
    private final RaftTransport transport;
    private final FixedThreadsExecutorGroup appendCallbacks;
    private final ScheduledExecutorService background;
    /** Of its own: the background may be waiting for the very disk that is to be noticed. */
    private final ScheduledExecutorService watches;

    private final ScheduledExecutorService snapshotWork;
    private final List<JRaftGroup> groups = new CopyOnWriteArrayList<>();

    private RaftHost(RaftHostOptions options, RaftTransport transport) {
        this.options = options;
        this.transport = transport;
        appendCallbacks = DefaultFixedThreadsExecutorGroupFactory.INSTANCE.newExecutorGroup(
                APPEND_CALLBACK_THREADS, "raft-append-callback", MAX_APPEND_CALLBACKS, true);
        background =
                new ScheduledThreadPoolExecutor(BACKGROUND_THREADS, new DefaultThreadFactory("raft-background", true));
        watches = new ScheduledThreadPoolExecutor(WATCH_THREADS, new DefaultThreadFactory("raft-watch", true));
        snapshotWork = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("raft-snapshot", true));
    }

    /**
     * Starts to listen.
     *
     * @throws RaftStartException if the address cannot be bound
     */
    public static RaftHost start(RaftHostOptions options) {
        TransportOptions transport = new TransportOptions(
                Peers.endpoint(options.self()),
                options.bindAddress(),
                options.ioThreads(),
                options.rpcThreads(),
                options.maxFrameBytes());
        try {
            return new RaftHost(options, RaftTransport.start(transport, System::nanoTime));
        } catch (IOException e) {
            throw new RaftStartException("Raft server " + options.self() + ": " + e.getMessage(), e);
        }
    }

    /** Opens a group that takes no snapshots; see {@link #open(RaftGroupOptions, LogApplier, SnapshotOptions)}. */
    public RaftGroup open(RaftGroupOptions group, LogApplier applier) {
        return openGroup(group, applier, null, false);
    }

    /**
     * Opens a group from its files, or as a new member of a new group. Returns once the log is recovered; a leader is
     * elected later.
     *
     * @throws StateMismatchException if the applier's state and the log do not fit together
     * @throws RaftStartException if the files or the options do not allow a safe start
     */
    public RaftGroup open(RaftGroupOptions group, LogApplier applier, SnapshotOptions snapshots) {
        return openGroup(group, applier, snapshots, false);
    }

    /** Joins a group without snapshots; see {@link #join(RaftGroupOptions, LogApplier, SnapshotOptions)}. */
    public RaftGroup join(RaftGroupOptions group, LogApplier applier) {
        return openGroup(group, applier, null, true);
    }

    /**
     * Opens a group from its files, or as a node that has nothing and waits to be {@linkplain GroupMembership#addLearner
     * added}. Until then it calls no election and has no leader.
     *
     * @throws RaftStartException as {@link #open}
     */
    public RaftGroup join(RaftGroupOptions group, LogApplier applier, SnapshotOptions snapshots) {
        return openGroup(group, applier, snapshots, true);
    }

    private RaftGroup openGroup(
            RaftGroupOptions group, LogApplier applier, @Nullable SnapshotOptions snapshots, boolean joins) {
        if (!group.members().contains(options.self())) {
            throw new RaftStartException("group " + group.name() + ": this node, " + options.self()
                    + ", is not among the members " + group.members());
        }
        NodeSettings.registerThreadPool(group.name(), transport.eventLoops());
        GroupFiles files =
                GroupFiles.open(group, background, options.guards().bootId(), System::nanoTime, mender(group));
        long appliedIndex = applier.appliedIndex();
        long bootIndex = BootSnapshot.index(
                appliedIndex, snapshots == null ? null : snapshots.files().newest());
        CommitLog log = files.log();
        if (bootIndex > log.lastIndex() || bootIndex < log.firstIndex() - 1) {
            StateMismatchException mismatch = new StateMismatchException(group.name(), appliedIndex, log);
            files.close();
            throw mismatch;
        }
        return start(group, applier, files, snapshots, bootIndex, joins);
    }

    private LogMender mender(RaftGroupOptions group) {
        LogMender mender =
                new LogMender(group.name(), Peers.endpoint(options.self()), transport::openCopy, System::nanoTime);
        group.members().forEach(member -> mender.named(Peers.endpoint(member)));
        return mender;
    }

    private GroupStorage.Listener storageListener(Consumer<Throwable> failed, GroupFiles files) {
        LogMender mender = files.mender();
        Consumer<Endpoint> named = member -> {
            mender.named(member);
            transport.connect(member);
        };
        return new GroupStorage.Listener(failed, named, files.writes(), read -> mender.reading(files.log(), read));
    }

    private RaftGroup start(
            RaftGroupOptions group,
            LogApplier applier,
            GroupFiles files,
            @Nullable SnapshotOptions snapshotOptions,
            long bootIndex,
            boolean joins) {
        Leadership leadership = new Leadership(group.name(), options.self(), applier);
        NodeImpl node = new NodeImpl(group.name(), Peers.peerId(options.self()));
        GroupSnapshots snapshots =
                new GroupSnapshots(group.name(), node, files, snapshotOptions, bootIndex, snapshotWork);
        Admission admission = admission(group, files, node, snapshots, joins);
        GroupLifecycle lifecycle = new GroupLifecycle(group, node, files, snapshots, admission, this::closed);
        var nodeOptions = NodeSettings.nodeOptions(group, transport, appendCallbacks);
        PeerContact contact = new PeerContact(transport, nodeOptions, files.log(), background);
        Guards guards = options.guards();
        Fitness fitness = new Fitness(guards.watch(), group.timing().electionTimeoutMs(), guards.unfit());
        JRaftGroup opened = new JRaftGroup(group, node, leadership, lifecycle, contact, fitness);
        nodeOptions.setInitialConf(Peers.configuration(admission.founders()));
        NewVoter newVoter = new NewVoter(node, options.self(), lifecycle::term);
        nodeOptions.setFsm(new LogStateMachine(
                applier, files.gate(), leadership, snapshots, () -> background.execute(newVoter::votersChanged)));
        nodeOptions.setServiceFactory(new GroupStorage(
                files.log(),
                files.meta(),
                files.gate(),
                bootIndex,
                snapshots::newest,
                storageListener(leadership::failed, files)));
        group.members().forEach(peer -> transport.connect(Peers.endpoint(peer)));
        DoubtGuard doubt = doubt(group, files, node);
        Door door = new Door(admission, doubt, fitness, node, lifecycle::term);
        transport.addDoor(group.name(), door);
        lifecycle.start(nodeOptions);
        lifecycle.atClose(doubt::stop);
        doubt.start(door::view);
        List<RaftPeer> voters = opened.membership().voters();
        // After a snapshot the log may name nobody any more.
        voters.forEach(peer -> {
            transport.connect(Peers.endpoint(peer));
            files.mender().named(Peers.endpoint(peer));
        });
        tellOfOtherMembers(group, voters);
        if (group.log().flushMode() == FlushMode.ASYNC) {
            lifecycle.doing(background.scheduleWithFixedDelay(
                    () -> files.force(opened::fail), FORCE_EVERY_MS, FORCE_EVERY_MS, TimeUnit.MILLISECONDS));
        }
        if (snapshotOptions != null) {
            GroupCopies copies = copies(group, node, files, snapshots, snapshotOptions);
            snapshots.schedule(snapshotOptions, copies, SNAPSHOT_CHECK_MS, System::nanoTime);
            copies.serve();
        }
        watch(opened, node, files, lifecycle, fitness);
        groups.add(opened);
        return opened;
    }

    private DoubtGuard doubt(RaftGroupOptions group, GroupFiles files, NodeImpl node) {
        return new DoubtGuard(
                new DoubtRule(options.self(), group.members()), files.boot(), node, survey(group), System::nanoTime);
    }

    private PeerSurvey survey(RaftGroupOptions group) {
        return new PeerSurvey(group.name(), options.self(), transport, background);
    }

    private void watch(JRaftGroup group, NodeImpl node, GroupFiles files, GroupLifecycle lifecycle, Fitness fitness) {
        LeaderWatch.Limits limits = options.guards().watch();
        Succession succession = new Succession(group, new PeerSurvey(group.name(), options.self(), transport, watches));
        GroupWatch.Parts parts = new GroupWatch.Parts(new LeaderWatch(limits), fitness, succession);
        GroupWatch watch = new GroupWatch(group, node, files, parts, System::nanoTime);
        lifecycle.doing(watches.scheduleWithFixedDelay(watch, 0, limits.everyMs(), TimeUnit.MILLISECONDS));
    }

    private GroupCopies copies(
            RaftGroupOptions group,
            NodeImpl node,
            GroupFiles files,
            GroupSnapshots snapshots,
            SnapshotOptions snapshotOptions) {
        CommitLog log = files.log();
        LongSupplier term = files.meta()::term;
        Runnable take = () -> {
            var unused = snapshots.take();
        };
        CopySource source =
                new CopySource(group.name(), log, snapshotOptions.files(), take, files.mender(), System::nanoTime);
        NodeCopyTarget target = new NodeCopyTarget(node, log, term);
        InstallOptions install = snapshotOptions.install();
        ReplicaCopy attempts = new ReplicaCopy(
                group.name(),
                target,
                group.log(),
                install,
                new ReplicaCopy.Means(transport::openCopy, background, System::nanoTime));
        Runnable ready = install == null ? () -> {} : install.ready();
        return new GroupCopies(
                node, term, source, new Installer(group.name(), target, term, attempts, ready), transport);
    }

    private Admission admission(
            RaftGroupOptions group, GroupFiles files, NodeImpl node, GroupSnapshots snapshots, boolean joins) {
        OriginFile origin;
        try {
            origin = OriginFile.open(group.disk(), UUID::randomUUID);
        } catch (IOException e) {
            files.close();
            throw new RaftStartException("group " + group.name() + ": cannot open raft-origin: " + e.getMessage(), e);
        }
        AdmissionRule rule = new AdmissionRule(options.self(), origin.directory(), group.members(), joins);
        return new Admission(
                group.name(),
                rule,
                origin,
                new Admission.Replica(files.log(), () -> BootSnapshot.latest(files.log(), snapshots.newest())),
                node,
                survey(group));
    }

    private void closed(JRaftGroup group) {
        transport.removeDoor(group.name());
        groups.remove(group);
    }

    private static void tellOfOtherMembers(RaftGroupOptions group, List<RaftPeer> voters) {
        if (!voters.isEmpty() && !Set.copyOf(voters).equals(Set.copyOf(group.members()))) {
            LOG.info(
                    "Group {} has the voters {} by its log; the members it was told of, {}, only count for a new group",
                    group.name(),
                    voters,
                    group.members());
        }
    }

    /** Closes the groups, each in order, then the server. */
    @Override
    public void close() {
        groups.forEach(JRaftGroup::close);
        stop();
    }

    /** Goes down as a killed process does: connections break first, then everything stops where it is. */
    void kill() {
        transport.close();
        groups.forEach(JRaftGroup::kill);
        stop();
    }

    private void stop() {
        transport.close();
        appendCallbacks.shutdownGracefully();
        background.shutdown();
        watches.shutdown();
        snapshotWork.shutdown();
    }
}
