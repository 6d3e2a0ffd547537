package io.ringmq.raft;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.util.concurrent.DefaultFixedThreadsExecutorGroupFactory;
import com.alipay.sofa.jraft.util.concurrent.FixedThreadsExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.ringmq.raft.rpc.RaftTransport;
import io.ringmq.raft.rpc.TransportOptions;
import io.ringmq.raft.storage.GroupStorage;
import io.ringmq.store.commitlog.FlushMode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The Raft side of a process: one server and one set of connections for all its groups.
 */
public final class RaftHost implements AutoCloseable {

    private static final int APPEND_CALLBACK_THREADS = 2;
    private static final int MAX_APPEND_CALLBACKS = 16384;
    private static final int BACKGROUND_THREADS = 2;
    private static final int FORCE_EVERY_MS = 500;

    private final RaftHostOptions options;
    private final RaftTransport transport;
    private final FixedThreadsExecutorGroup appendCallbacks;
    private final ScheduledExecutorService background;
    private final List<JRaftGroup> groups = new CopyOnWriteArrayList<>();

    private RaftHost(RaftHostOptions options, RaftTransport transport) {
        this.options = options;
        this.transport = transport;
        appendCallbacks = DefaultFixedThreadsExecutorGroupFactory.INSTANCE.newExecutorGroup(
                APPEND_CALLBACK_THREADS, "raft-append-callback", MAX_APPEND_CALLBACKS, true);
        background =
                new ScheduledThreadPoolExecutor(BACKGROUND_THREADS, new DefaultThreadFactory("raft-background", true));
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

    /**
     * Opens a group from its files, or as a new member of a new group. Returns once the log is recovered; a leader is
     * elected later.
     *
     * @throws AppliedBeyondLogException if the applier is ahead of the log
     * @throws RaftStartException if the files or the options do not allow a safe start
     */
    public RaftGroup open(RaftGroupOptions group, LogApplier applier) {
        if (!group.members().contains(options.self())) {
            throw new RaftStartException("group " + group.name() + ": this node, " + options.self()
                    + ", is not among the members " + group.members());
        }
        NodeSettings.registerThreadPool(group.name(), transport.eventLoops());
        GroupFiles files = GroupFiles.open(group, background);
        long appliedIndex = applier.appliedIndex();
        if (appliedIndex > files.log().lastIndex()) {
            long lastIndex = files.log().lastIndex();
            files.close();
            throw new AppliedBeyondLogException(group.name(), appliedIndex, lastIndex);
        }
        return start(group, applier, files, appliedIndex);
    }

    private RaftGroup start(RaftGroupOptions group, LogApplier applier, GroupFiles files, long appliedIndex) {
        Leadership leadership = new Leadership(group.name(), options.self(), applier);
        NodeImpl node = new NodeImpl(group.name(), Peers.peerId(options.self()));
        GroupLifecycle lifecycle = new GroupLifecycle(group, node, files, groups::remove);
        JRaftGroup opened = new JRaftGroup(group, options.self(), node, leadership, lifecycle);
        Consumer<Throwable> failed = leadership::failed;
        var nodeOptions = NodeSettings.nodeOptions(group, transport, appendCallbacks);
        nodeOptions.setFsm(new LogStateMachine(applier, files.gate(), leadership));
        nodeOptions.setServiceFactory(new GroupStorage(files.log(), files.meta(), files.gate(), appliedIndex, failed));
        group.members().stream()
                .filter(peer -> !peer.equals(options.self()))
                .forEach(peer -> transport.connect(Peers.endpoint(peer)));
        lifecycle.start(nodeOptions);
        if (group.log().flushMode() == FlushMode.ASYNC) {
            lifecycle.forcing(background.scheduleWithFixedDelay(
                    () -> files.force(failed), FORCE_EVERY_MS, FORCE_EVERY_MS, TimeUnit.MILLISECONDS));
        }
        groups.add(opened);
        return opened;
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
    }
}
