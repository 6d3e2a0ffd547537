package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.SnapshotCopierOptions;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import com.alipay.sofa.jraft.storage.SnapshotThrottle;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotCopier;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import com.google.protobuf.Message;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.Frame;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells JRaft at its start what the state has applied already.
 *
 * <p>JRaft has no notion of a state that survives a restart: it replays the log from its last snapshot. So the state
 * and the log position it has reached are presented as a snapshot; loading it does nothing, and the log is replayed
 * from there. JRaft truncates the log when a snapshot is loaded only if there was one before, or if the log does not
 * contain the snapshot's position with the same term; neither is the case here.
 *
 * <p>Making and copying snapshots is not supported yet; this class is where it will go.
 */
final class BootSnapshot implements SnapshotStorage {

    private final @Nullable SnapshotMeta meta;

    private BootSnapshot(@Nullable SnapshotMeta meta) {
        this.meta = meta;
    }

    /**
     * @param appliedIndex at most the last index of the log; 0 for a state that starts empty
     * @throws IllegalStateException if the log holds no configuration at or before that index
     */
    static BootSnapshot at(CommitLog log, long appliedIndex) {
        if (appliedIndex == 0) {
            return new BootSnapshot(null);
        }
        Frame last = null;
        for (Frame frame : log.confFrames()) {
            if (frame.index() <= appliedIndex) {
                last = frame;
            }
        }
        if (last == null) {
            throw new IllegalStateException("the log holds no configuration at or before index " + appliedIndex);
        }
        return new BootSnapshot(meta(last, appliedIndex, log.term(appliedIndex)));
    }

    private static SnapshotMeta meta(Frame configuration, long index, long term) {
        LogEntry entry = new LogEntry();
        entry.setId(new LogId(configuration.index(), configuration.term()));
        ConfigurationBody.decode(configuration.body(), entry);
        ConfigurationEntry inForce = ConfigurationBody.configuration(entry);
        SnapshotMeta.Builder meta =
                SnapshotMeta.newBuilder().setLastIncludedIndex(index).setLastIncludedTerm(term);
        inForce.getConf().getPeers().forEach(peer -> meta.addPeers(text(peer)));
        inForce.getConf().getLearners().forEach(peer -> meta.addLearners(text(peer)));
        inForce.getOldConf().getPeers().forEach(peer -> meta.addOldPeers(text(peer)));
        inForce.getOldConf().getLearners().forEach(peer -> meta.addOldLearners(text(peer)));
        return meta.build();
    }

    private static String text(PeerId peer) {
        return peer.toString();
    }

    @Override
    public boolean init(@Nullable Void unused) {
        return true;
    }

    @Override
    public void shutdown() {}

    @Override
    public boolean setFilterBeforeCopyRemote() {
        return false;
    }

    @Override
    // JRaft's contract: null if there is no snapshot.
    @SuppressWarnings("NullAway")
    public @Nullable SnapshotReader open() {
        return meta == null ? null : new Reader(meta);
    }

    @Override
    // JRaft's contract: null if a snapshot cannot be made.
    @SuppressWarnings("NullAway")
    public @Nullable SnapshotWriter create() {
        return null;
    }

    @Override
    public SnapshotReader copyFrom(String uri, SnapshotCopierOptions options) {
        throw new UnsupportedOperationException("copying snapshots is not supported yet");
    }

    @Override
    public SnapshotCopier startToCopyFrom(String uri, SnapshotCopierOptions options) {
        throw new UnsupportedOperationException("copying snapshots is not supported yet");
    }

    @Override
    public void setSnapshotThrottle(SnapshotThrottle throttle) {}

    /** A snapshot without files. */
    private static final class Reader extends SnapshotReader {

        private final SnapshotMeta meta;

        Reader(SnapshotMeta meta) {
            this.meta = meta;
        }

        @Override
        public boolean init(@Nullable Void unused) {
            return true;
        }

        @Override
        public void shutdown() {}

        @Override
        public SnapshotMeta load() {
            return meta;
        }

        @Override
        public String generateURIForCopy() {
            return "unsupported";
        }

        @Override
        public String getPath() {
            return "";
        }

        @Override
        public Set<String> listFiles() {
            return Set.of();
        }

        @Override
        // JRaft's contract: null for a file without metadata.
        @SuppressWarnings("NullAway")
        public @Nullable Message getFileMeta(String fileName) {
            return null;
        }

        @Override
        public void close() {}
    }
}
