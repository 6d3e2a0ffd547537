package io.ringmq.chaos.fault;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.process.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk for each node: an ext4 file system on a loop device, whose power can be cut. Where it shall be able to hang and to
 * fail it has a medium of its own below it, which is another such file system:
 *
 * <pre>
 * dir/n0/data/                  what the node writes
 * dir/n0/                       mounted from dir/n0.img, or from dir/medium-n0/disk.img
 * dir/medium-n0/                mounted from dir/medium-n0.img; frozen, every fsync above it hangs; shut down, it ends with EIO
 * </pre>
 *
 * Needs Linux, root, loop devices, and mkfs.ext4, mount, fsfreeze and perl.
 */
public final class LoopDisks implements AutoCloseable {
    private static final long DISK_BYTES = 4L << 30;
    /** The medium has its own journal and inodes beside the disk. */
    private static final long MEDIUM_BYTES = 5L << 30;

    private static final long TRIAL_BYTES = 8L << 20;
    private static final String FILLER = "filler";
    /** More than the file system takes to describe the filler. */
    private static final long METADATA_BYTES = 4L << 20;

    private final List<LoopDisk> disks = new ArrayList<>();
    /** Of each disk; empty if they can not fail. */
    private final List<LoopDisk> media = new ArrayList<>();

    private final Path dir;
    private final Await await;

    private LoopDisks(Path dir, Await await) {
        this.dir = dir.toAbsolutePath();
        this.await = await;
    }

    /** Why this machine can not have such disks; empty if it can. */
    public static Optional<String> reasonUnavailable() {
        return Tool.reasonUnusable("mkfs.ext4", "mount", "umount", "perl", "fallocate", "fsfreeze")
                .or(LoopDisks::reasonNotMounted);
    }

    /** A container may have the right to mount, and no loop devices. */
    private static Optional<String> reasonNotMounted() {
        try {
            Path dir = Files.createTempDirectory("loop");
            LoopDisk trial = new LoopDisk(dir.resolve("img"), dir.resolve("mounted"));
            try {
                trial.make(TRIAL_BYTES);
                return Optional.empty();
            } catch (IllegalStateException e) {
                return Optional.of(
                        "needs loop devices: " + String.valueOf(e.getMessage()).strip());
            } finally {
                trial.abandon();
                trial.delete();
                Files.deleteIfExists(trial.mountPoint());
                Files.deleteIfExists(dir);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for temporary files", e);
        }
    }

    /**
     * Makes and mounts a disk for each node below a directory.
     *
     * @param canFail whether {@link #hold} and {@link #fail} shall work; every write goes through two file systems then
     * @throws IllegalStateException if there is no loop device to be had, with what mount(8) says
     */
    public static LoopDisks create(Path dir, boolean canFail, Await await) {
        LoopDisks disks = new LoopDisks(dir, await);
        Runtime.getRuntime().addShutdownHook(new Thread(disks::close));
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            disks.make("n" + node, canFail);
        }
        return disks;
    }

    private void make(String name, boolean canFail) {
        Path image = dir.resolve(name + ".img");
        if (canFail) {
            Path medium = dir.resolve("medium-" + name);
            media.add(new LoopDisk(dir.resolve("medium-" + name + ".img"), medium));
            media.get(media.size() - 1).make(MEDIUM_BYTES);
            image = medium.resolve("disk.img");
        }
        disks.add(new LoopDisk(image, dir.resolve(name)));
        disks.get(disks.size() - 1).make(DISK_BYTES);
    }

    /** The broker key {@code dataDir} that puts the data of each node on its disk. */
    public String dataDirKey() {
        return dir.resolve("{node}").resolve("data").toString();
    }

    /** Nothing that was not forced is there any more, and the disk fails, until it is mounted again. */
    void cutPower(int node) {
        disks.get(node).shutDown();
    }

    /** What is forced to the disk of a node hangs from now on; what is only written does not. */
    void hold(int node) {
        media.get(node).freeze();
    }

    /** What hung goes on. */
    void letGo(int node) {
        media.get(node).thaw();
    }

    /** Whatever reaches the medium fails with an I/O error, until the disk is mounted again; a file may still be written. */
    void fail(int node) {
        media.get(node).shutDown();
    }

    /** Takes the disk of a node that does not run away, and mounts it again as after a start of the machine. */
    void remount(int node) {
        disks.get(node).unmount(await);
        if (!media.isEmpty()) {
            media.get(node).unmount(await);
            media.get(node).mount();
        }
        disks.get(node).mount();
    }

    /** Leaves only so many bytes free; with 0, not one block. */
    void fill(int node, long freeBytes) {
        try {
            long fillerBytes = Files.getFileStore(mountPoint(node)).getUsableSpace() - freeBytes - METADATA_BYTES;
            Tool.run("fallocate", "-l", Long.toString(fillerBytes), filler(node).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell the free space of " + mountPoint(node), e);
        }
        if (freeBytes == 0) {
            Tool.fails("dd", "if=/dev/zero", "of=" + filler(node) + "-rest", "bs=4k");
        }
    }

    /** Gives the space back. */
    void free(int node) {
        try {
            Files.deleteIfExists(filler(node));
            Files.deleteIfExists(Path.of(filler(node) + "-rest"));
            // Else the next power cut brings the filler back.
            try (FileChannel directory = FileChannel.open(mountPoint(node))) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot free " + mountPoint(node), e);
        }
    }

    private Path filler(int node) {
        return mountPoint(node).resolve(FILLER);
    }

    private Path mountPoint(int node) {
        return disks.get(node).mountPoint();
    }

    /** Unmounts the disks and deletes their files; no node may run. */
    public void discard() {
        close();
        media.forEach(LoopDisk::delete);
        if (media.isEmpty()) {
            disks.forEach(LoopDisk::delete);
        }
    }

    /** Unmounts the disks; their files stay. Idempotent. */
    @Override
    public void close() {
        media.forEach(LoopDisk::thaw);
        disks.forEach(LoopDisk::abandon);
        media.forEach(LoopDisk::abandon);
    }
}
