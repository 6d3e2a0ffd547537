package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.JRaftServiceFactory;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.entity.codec.LogEntryCodecFactory;
import com.alipay.sofa.jraft.entity.codec.v2.LogEntryV2CodecFactory;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.Members;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FrameType;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives JRaft the storage of one group. The locations JRaft passes around mean nothing here. */
public final class GroupStorage implements JRaftServiceFactory {

    private final CommitLog log;
    private final RaftMetaFile meta;
    private final StoredGate gate;
    private final long appliedIndex;
    private final Supplier<@Nullable Manifest> newestSnapshot;
    private final Listener listener;

    /**
     * Who wants to know what the storage comes across.
     *
     * @param failed told about failures of the files; the node stops itself
     * @param connect told about every member that the log names
     * @param writes counts the time of every change of the log
     * @param mended reads what may be damaged
     */
    public record Listener(
            Consumer<Throwable> failed, Consumer<Endpoint> connect, DiskWait writes, MendedReads mended) {}

    /**
     * @param appliedIndex what the state has applied already, at most the last index of the log
     * @param newestSnapshot the newest snapshot on disk, or null
     * @param listener hears of failures and members
     */
    public GroupStorage(
            CommitLog log,
            RaftMetaFile meta,
            StoredGate gate,
            long appliedIndex,
            Supplier<@Nullable Manifest> newestSnapshot,
            Listener listener) {
        this.log = log;
        this.meta = meta;
        this.gate = gate;
        this.appliedIndex = appliedIndex;
        this.newestSnapshot = newestSnapshot;
        this.listener = listener;
    }

    /** The last configuration that the log or the newest snapshot knows of, or null. */
    public static @Nullable Configuration latestConfiguration(CommitLog log, @Nullable Manifest newestSnapshot) {
        Members latest = BootSnapshot.latest(log, newestSnapshot);
        return latest == null ? null : new Configuration(peers(latest.voters()), peers(latest.learners()));
    }

    private static List<PeerId> peers(List<String> texts) {
        return texts.stream().map(PeerId::parsePeer).toList();
    }

    /** The configuration of a snapshot in JRaft's words, as it is stored. */
    public static Members members(SnapshotMeta meta) {
        return new Members(
                meta.getPeersList(), meta.getLearnersList(), meta.getOldPeersList(), meta.getOldLearnersList());
    }

    /** An entry that puts a configuration of these voters, and nobody else, in force. */
    public static FrameInput configuration(long index, long term, List<PeerId> voters) {
        LogEntry entry = new LogEntry();
        entry.setPeers(voters);
        return new FrameInput(index, term, FrameType.CONF, 0, ConfigurationBody.encode(entry));
    }

    @Override
    public LogStorage createLogStorage(String uri, RaftOptions options) {
        return new CommitLogStorage(log, gate, listener);
    }

    @Override
    public SnapshotStorage createSnapshotStorage(NodeOptions options) {
        return new GroupSnapshotStorage(BootSnapshot.at(log, appliedIndex, newestSnapshot.get()), () -> {
            Manifest newest = newestSnapshot.get();
            return newest == null ? null : BootSnapshot.meta(newest.index(), newest.term(), newest.members());
        });
    }

    @Override
    public RaftMetaStorage createRaftMetaStorage(String uri, RaftOptions options) {
        return new MetaStorage(meta, listener.failed);
    }

    /** Unused by the storage above: entries are not encoded by JRaft. */
    @Override
    public LogEntryCodecFactory createLogEntryCodecFactory() {
        return LogEntryV2CodecFactory.getInstance();
    }
}
