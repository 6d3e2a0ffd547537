package io.ringmq.broker.main;

import io.ringmq.broker.retention.DiskUsage;
import io.ringmq.raft.snapshot.InstallDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one node, locked for this process. Layout:
 *
 * <pre>
 *  dataDir/LOCK
 *  dataDir/IDENTITY       whose data these are
 *  dataDir/MAINTENANCE    if the node is in maintenance
 *  dataDir/RING/raft/     log, its index and checkpoint, raft-meta
 *  dataDir/RING/state/    state store
 *  dataDir/RING/snapshots/
 *  dataDir/RING/install/  a copy of another replica, while one is made
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Creates the directory if need be and locks it until {@link #close()} or the end of the process.
     *
     * @throws IOException if it can not be used, or another process uses it
     */
    static DataDirectory lock(Path root) throws IOException {
        Files.createDirectories(root);
        FileChannel file = FileChannel.open(root.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new IOException("dataDir " + root.toAbsolutePath()
                    + " is in use by another broker process; stop it, or give this node a dataDir of its own");
        }
        return new DataDirectory(root, file);
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held within this very process
        }
    }

    /**
     * Makes sure that the directory is this node's.
     *
     * @throws IOException as {@link NodeIdentity#claim}
     */
    void claim(String cluster, String node) throws IOException {
        NodeIdentity identity = NodeIdentity.claim(root, new NodeIdentity(cluster, node, UUID.randomUUID()));
        LOG.info("directory {} of node {} in cluster {}", identity.directory(), identity.node(), identity.cluster());
    }

    /** Whether the node is in maintenance. */
    Maintenance maintenance(Clock clock) {
        return Maintenance.of(root, clock);
    }

    /** How full the directory's file system is. */
    DiskUsage usage() throws IOException {
        FileStore store = Files.getFileStore(root);
        return new DiskUsage(store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace());
    }

    /** Root of a ring's log and Raft files. Ring names are checked by the settings, so the name is a safe path. */
    Path raft(String ring) throws IOException {
        return Files.createDirectories(root.resolve(ring).resolve("raft"));
    }

    /** Directory of a ring's state store. */
    Path state(String ring) throws IOException {
        return Files.createDirectories(root.resolve(ring).resolve("state"));
    }

    /** Directory of a ring's snapshots; links lead there, so it is on the file system of the state. */
    Path snapshots(String ring) {
        return root.resolve(ring).resolve("snapshots");
    }

    /** Where a copy of another replica grows until it takes the place of the other directories of the ring. */
    InstallDirectory install(String ring) throws IOException {
        return new InstallDirectory(Files.createDirectories(root.resolve(ring)), ring);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
