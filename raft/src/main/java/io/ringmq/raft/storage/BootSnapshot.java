package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.Members;
import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.Frame;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells JRaft at its start what the state has applied already.
 *
 * <p>JRaft has no notion of a state that survives a restart: it replays the log from its last snapshot. So the state
 * and the log position it has reached are presented as a snapshot; loading it does nothing, and the log is replayed
 * from there. JRaft truncates the log when a snapshot is loaded only if there was one before, or if the log does not
 * contain the snapshot's position with the same term; neither is the case here.
 */
public final class BootSnapshot {

    private BootSnapshot() {}

    /**
     * The index from which the log is replayed on. It is beyond what the state itself shows if only entries of Raft's own
     * lie between that and the newest snapshot.
     */
    public static long index(long appliedIndex, @Nullable Manifest newest) {
        return newest != null && appliedIndex >= newest.stateIndex()
                ? Math.max(appliedIndex, newest.index())
                : appliedIndex;
    }

    /**
     * @param appliedIndex at most the last index of the log; 0 for a state that starts empty
     * @return null for a state that starts empty
     * @throws IllegalStateException if neither the log nor the snapshot tells term and configuration at that index
     */
    static @Nullable SnapshotMeta at(CommitLog log, long appliedIndex, @Nullable Manifest newest) {
        long index = index(appliedIndex, newest);
        if (index == 0) {
            return null;
        }
        ChainPoint point = log.pointAfter(index);
        if (point == null || point.term() == 0) {
            throw new IllegalStateException("the state has applied index " + index + ", but the log holds "
                    + log.firstIndex() + " to " + log.lastIndex());
        }
        return meta(index, point.term(), members(log, index, newest));
    }

    /** The configuration in force at an index. */
    private static Members members(CommitLog log, long index, @Nullable Manifest newest) {
        Frame last = null;
        for (Frame frame : log.confFrames()) {
            if (frame.index() <= index) {
                last = frame;
            }
        }
        if (last != null) {
            return members(last);
        }
        if (newest != null && newest.index() <= index) {
            return newest.members();
        }
        throw new IllegalStateException(
                "neither the log nor a snapshot holds a configuration at or before index " + index);
    }

    /** The last configuration that the log or the snapshot knows of, or null. */
    public static @Nullable Members latest(CommitLog log, @Nullable Manifest newest) {
        List<Frame> frames = log.confFrames();
        if (!frames.isEmpty()) {
            return members(frames.get(frames.size() - 1));
        }
        return newest == null ? null : newest.members();
    }

    private static Members members(Frame configuration) {
        LogEntry entry = new LogEntry();
        entry.setId(new LogId(configuration.index(), configuration.term()));
        ConfigurationBody.decode(configuration.body(), entry);
        ConfigurationEntry inForce = ConfigurationBody.configuration(entry);
        return new Members(
                texts(inForce.getConf().getPeers()),
                texts(inForce.getConf().getLearners()),
                texts(inForce.getOldConf().getPeers()),
                texts(inForce.getOldConf().getLearners()));
    }

    private static List<String> texts(Collection<PeerId> peers) {
        return peers.stream().map(PeerId::toString).toList();
    }

    /** A snapshot in JRaft's words. */
    static SnapshotMeta meta(long index, long term, Members members) {
        return SnapshotMeta.newBuilder()
                .setLastIncludedIndex(index)
                .setLastIncludedTerm(term)
                .addAllPeers(members.voters())
                .addAllLearners(members.learners())
                .addAllOldPeers(members.oldVoters())
                .addAllOldLearners(members.oldLearners())
                .build();
    }
}
