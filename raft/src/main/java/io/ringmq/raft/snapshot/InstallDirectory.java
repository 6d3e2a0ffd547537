package io.ringmq.raft.snapshot;

import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.NioDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a group on this node while a copy of another replica replaces its files.
 *
 * <pre>
 *  raft/  state/  snapshots/     what the group works with
 *  install/raft/                 the log being copied, a complete log by itself
 *  install/snapshot/MANIFEST     the snapshot being copied
 *  install/snapshot/state/
 *  install/READY                 all of it is complete and durable: it takes the place of the above
 * </pre>
 *
 * <p>Until {@code READY} is there, the group goes on with its own files and the copy can be resumed or thrown away. From
 * then on the change is carried out, and repeated at the next start if a crash interrupts it: each step moves a complete
 * directory to its place, or finds it moved. One thread at a time.
 */
public final class InstallDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(InstallDirectory.class);
    private static final String RAFT = "raft";
    private static final String SNAPSHOTS = "snapshots";

    /** Term, vote, the directory's identity and what may be forgotten are of this node, whatever log it takes over. */
    private static final List<String> CARRIED = List.of("raft-meta", "raft-origin", "raft-boot");

    private final Path root;
    private final Path install;
    private final Path snapshot;
    private final String group;

    /**
     * @param root of the group's files; {@code raft}, {@code state} and {@code snapshots} are below it
     * @param group name of the group
     */
    public InstallDirectory(Path root, String group) {
        this.root = root;
        this.install = root.resolve("install");
        this.snapshot = install.resolve("snapshot");
        this.group = group;
    }

    private Path ready() {
        return install.resolve("READY");
    }

    /** Where the copied log grows. */
    public Disk logDisk() throws IOException {
        FileTree.createDirectory(install.resolve(RAFT));
        return new NioDisk(install.resolve(RAFT));
    }

    /** Throws the copied log away. */
    public void discardLog() throws IOException {
        FileTree.delete(install.resolve(RAFT));
    }

    /** The manifest of the snapshot that is being copied, or null if there is none. */
    public @Nullable Manifest manifest() throws IOException {
        Path file = snapshot.resolve("MANIFEST");
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return ManifestText.decode(Files.readAllBytes(file));
        } catch (SnapshotException e) {
            LOG.warn("Group {}: a copy that was begun is damaged and is begun anew", group, e);
            return null;
        }
    }

    /** Begins to copy this snapshot, unless that was begun already. */
    public void begin(Manifest manifest) throws IOException {
        if (manifest.equals(manifest())) {
            return;
        }
        FileTree.delete(snapshot);
        FileTree.createDirectory(install);
        FileTree.createDirectory(snapshot);
        FileTree.createDirectory(snapshot.resolve("state"));
        FileTree.write(snapshot.resolve("MANIFEST"), ManifestText.encode(manifest));
        FileTree.syncDirectory(snapshot);
    }

    private Path statePath(Manifest.StateFile file) {
        return snapshot.resolve("state").resolve(file.name());
    }

    /** How much of a file is there already. */
    public long copiedBytes(Manifest.StateFile file) throws IOException {
        Path path = statePath(file);
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** Adds to a file. */
    public void append(Manifest.StateFile file, ByteBuffer bytes) throws IOException {
        FileTree.append(statePath(file), bytes);
    }

    /**
     * Makes a file durable whose bytes are all there.
     *
     * @throws SnapshotException if it is not what the manifest says; it is removed then
     */
    public void finish(Manifest.StateFile file) throws IOException {
        Path path = statePath(file);
        if (Files.size(path) != file.sizeBytes() || FileTree.checksum(path) != file.crc()) {
            Files.delete(path);
            throw new SnapshotException("the copy of file " + file.name() + " does not have its checksum");
        }
        FileTree.force(path);
    }

    /**
     * Puts a complete copy in the place of the group's files. The group is closed, the copied log too.
     *
     * @param options of the group's log
     * @return false if the group has got as far by itself meanwhile: then what it has beyond the copy may count, and the
     *     copy is thrown away instead
     * @throws IOException if the disk fails; {@link #complete} at the next start goes on if the copy was complete
     */
    public boolean commit(CommitLogOptions options) throws IOException {
        Manifest copied = manifest();
        if (copied == null || holds(options, copied)) {
            LOG.info("Group {}: what was copied is here already, the copy is thrown away", group);
            FileTree.delete(install);
            return false;
        }
        carryOwn();
        FileTree.syncDirectory(install.resolve(RAFT));
        FileTree.syncDirectory(snapshot.resolve("state"));
        FileTree.syncDirectory(snapshot);
        FileTree.write(ready(), new byte[0]);
        FileTree.syncDirectory(install);
        complete();
        return true;
    }

    /** The group is closed, so these files do not change any more. */
    private void carryOwn() throws IOException {
        for (String name : CARRIED) {
            Path own = root.resolve(RAFT).resolve(name);
            if (Files.exists(own)) {
                Path carried = install.resolve(RAFT).resolve(name);
                Files.copy(own, carried, StandardCopyOption.REPLACE_EXISTING);
                FileTree.force(carried);
            }
        }
    }

    /** Whether the group's own log has the last entry of the snapshot. If it does not, all that is beyond conflicts. */
    private boolean holds(CommitLogOptions options, Manifest copied) throws IOException {
        if (!Files.exists(root.resolve(RAFT))) {
            return false;
        }
        try (CommitLog log = CommitLog.open(new NioDisk(root.resolve(RAFT)), options, Runnable::run)) {
            ChainPoint here = log.pointAfter(copied.index());
            return here != null && here.term() == copied.term();
        }
    }

    /**
     * Finishes a change that a crash interrupted; to be called before the group's files are opened. Nothing happens if
     * there is none.
     *
     * @throws IOException if the disk fails
     */
    public void complete() throws IOException {
        if (!Files.exists(ready())) {
            return;
        }
        LOG.info("Group {}: the copy of another replica takes the place of the files here", group);
        replace(install.resolve(RAFT), root.resolve(RAFT));
        Manifest copied = manifest();
        if (copied != null) {
            FileTree.delete(root.resolve(SNAPSHOTS));
            FileTree.createDirectory(root.resolve(SNAPSHOTS));
            replace(snapshot, root.resolve(SNAPSHOTS).resolve(SnapshotFiles.name(copied.index())));
        }
        if (SnapshotFiles.open(root.resolve(SNAPSHOTS), group).restore(root.resolve("state")) == null) {
            throw new IOException("the snapshot that was copied to " + root
                    + " is gone; remove the files of this ring and" + " let this replica rejoin");
        }
        Files.delete(ready());
        FileTree.syncDirectory(install);
        FileTree.delete(install);
    }

    private static void replace(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        FileTree.delete(to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        FileTree.syncParent(to);
        FileTree.syncParent(from);
    }
}
