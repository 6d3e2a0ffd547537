package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.SnapshotCopierOptions;
import com.alipay.sofa.jraft.storage.SnapshotStorage;
import com.alipay.sofa.jraft.storage.SnapshotThrottle;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotCopier;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import com.google.protobuf.Message;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What JRaft knows of a group's snapshots: their positions. It opens one at its start, which is where the state has
 * got to ({@link BootSnapshot}), and then one for each follower whose next entry it has no more. It neither sees files nor
 * copies them.
 */
final class GroupSnapshotStorage implements SnapshotStorage {

    private final @Nullable SnapshotMeta boot;
    private final Supplier<@Nullable SnapshotMeta> newest;
    private boolean booted;

    /**
     * @param boot where the state has got to, or null if it starts empty
     * @param newest the newest snapshot taken, if any
     */
    GroupSnapshotStorage(@Nullable SnapshotMeta boot, Supplier<@Nullable SnapshotMeta> newest) {
        this.boot = boot;
        this.newest = newest;
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
    public synchronized @Nullable SnapshotReader open() {
        SnapshotMeta taken = booted ? newest.get() : null;
        booted = true;
        SnapshotMeta meta = taken == null ? boot : taken;
        return meta == null ? null : new Reader(meta);
    }

    @Override
    public SnapshotWriter create() {
        return new Writer();
    }

    @Override
    public SnapshotReader copyFrom(String uri, SnapshotCopierOptions options) {
        throw new UnsupportedOperationException("snapshots are not copied by JRaft");
    }

    @Override
    public SnapshotCopier startToCopyFrom(String uri, SnapshotCopierOptions options) {
        throw new UnsupportedOperationException("snapshots are not copied by JRaft");
    }

    @Override
    public void setSnapshotThrottle(SnapshotThrottle throttle) {}

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

        /** The follower asks for what it lacks by the name of the group. */
        @Override
        public String generateURIForCopy() {
            return "group";
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

    /** Everything is written and durable when JRaft's callback says so; there is nothing left to do here. */
    private static final class Writer extends SnapshotWriter {

        @Override
        public boolean init(@Nullable Void unused) {
            return true;
        }

        @Override
        public void shutdown() {}

        @Override
        public boolean saveMeta(SnapshotMeta meta) {
            return true;
        }

        @Override
        public boolean addFile(String fileName, Message fileMeta) {
            throw new UnsupportedOperationException("JRaft sees no files");
        }

        @Override
        public boolean removeFile(String fileName) {
            throw new UnsupportedOperationException("JRaft sees no files");
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

        @Override
        public void close(boolean keepDataOnError) {}
    }
}
