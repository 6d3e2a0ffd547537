package io.ringmq.raft;

import com.alipay.sofa.jraft.option.ApplyTaskMode;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import com.alipay.sofa.jraft.util.ThreadPoolsFactory;
import com.alipay.sofa.jraft.util.concurrent.FixedThreadsExecutorGroup;
import io.ringmq.raft.rpc.RaftTransport;
import io.ringmq.raft.rpc.TransportNodeOptions;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JRaft's options as we want them. The reason stands beside each that differs from JRaft's default. */
final class NodeSettings {

    private static final Logger LOG = LoggerFactory.getLogger(NodeSettings.class);
    private static final int MIB = 1 << 20;

    private NodeSettings() {}

    static TransportNodeOptions nodeOptions(
            RaftGroupOptions group, RaftTransport transport, FixedThreadsExecutorGroup appendCallbacks) {
        TransportNodeOptions options = new TransportNodeOptions(transport);
        options.setElectionTimeoutMs(group.timing().electionTimeoutMs());
        // Opaque to our storage, but JRaft wants them to be there.
        options.setLogUri(group.name());
        options.setRaftMetaUri(group.name());
        options.setSnapshotUri(group.name());
        // JRaft's timer would drop the log of an idle group up to its snapshot.
        options.setSnapshotIntervalSecs(0);
        options.setCatchupMargin(32); // entries are batches here
        options.setSharedTimerPool(true);
        options.setSharedElectionTimer(true);
        options.setSharedVoteTimer(true);
        options.setSharedStepDownTimer(true);
        options.setSharedSnapshotTimer(true);
        options.setApplyTaskMode(ApplyTaskMode.NonBlocking);
        options.setDisableCli(true);
        options.setEnableMetrics(false);
        options.setRpcDefaultTimeout(3000); // a follower that hangs pins the buffers sent to it this long
        options.setRpcConnectTimeoutMs(50);
        options.setRpcProcessorThreadPoolSize(6);
        options.setAppendEntriesExecutors(appendCallbacks);
        options.setRaftOptions(raftOptions(group.timing()));
        return options;
    }

    private static RaftOptions raftOptions(RaftTiming timing) {
        RaftOptions options = new RaftOptions();
        // Without it, term and vote are not forced and a power loss can make a node vote twice in a term.
        options.setSyncMeta(true);
        options.setMaxElectionDelayMs(timing.maxElectionDelayMs());
        options.setElectionHeartbeatFactor(timing.heartbeatFactor());
        options.setReadOnlyOptions(ReadOnlyOption.ReadOnlySafe);
        // One append, and one fsync, takes up to this much.
        options.setMaxAppendBufferSize(8 * MIB);
        options.setMaxBodySize(MIB);
        options.setMaxReplicatorInflightMsgs(32);
        // Beyond it JRaft answers busy instead of running out of heap while a follower catches up.
        options.setMaxLogsInMemoryBytes(256L * MIB);
        return options;
    }

    /** JRaft finds a group's pool by its name and cannot forget it: it outlives the group, its threads end when idle. */
    static void registerThreadPool(String group, Executor eventLoops) {
        GroupPool pool = new GroupPool(group, eventLoops);
        try {
            ThreadPoolsFactory.registerThreadPool(group, pool);
        } catch (IllegalArgumentException e) {
            LOG.debug("Group {} was open before in this process and has its pool", group, e);
            pool.shutdown();
        }
    }
}
