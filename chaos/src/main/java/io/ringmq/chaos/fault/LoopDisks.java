package io.ringmq.chaos.fault;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.process.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An ext4 file system for each node, on a sparse file behind a loop device. Its power can be cut: the ioctl
 * EXT4_IOC_SHUTDOWN without a flush of the journal drops everything that was not forced to disk, and every write fails
 * from then on. Needs Linux, root, and mkfs.ext4, mount and perl.
 */
public final class LoopDisks implements AutoCloseable {
    private static final long DISK_BYTES = 4L << 30;
    private static final Duration UNMOUNT_TIMEOUT = Duration.ofSeconds(30);
    /** ext4.h: EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH. */
    private static final String CUT =
            "sysopen(F,$ARGV[0],0) or die $!; my $f=pack('I',2); ioctl(F,0x8004587D,$f) or die $!";

    private static final String FILLER = "filler";
    /** More than the file system takes to describe the filler. */
    private static final long METADATA_BYTES = 4L << 20;

    private final Path dir;
    private final Await await;

    private LoopDisks(Path dir, Await await) {
        this.dir = dir.toAbsolutePath();
        this.await = await;
    }

    /** Why this machine can not have such disks; empty if it can. */
    public static Optional<String> reasonUnavailable() {
        return Tool.reasonUnusable("mkfs.ext4", "mount", "umount", "perl", "fallocate");
    }

    /**
     * Makes and mounts a disk for each node below a directory.
     *
     * @throws IllegalStateException if there is no loop device to be had, with what mount(8) says
     */
    public static LoopDisks create(Path dir, Await await) {
        LoopDisks disks = new LoopDisks(dir, await);
        Runtime.getRuntime().addShutdownHook(new Thread(disks::close));
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            disks.make(node);
            disks.mount(node);
        }
        return disks;
    }

    private void make(int node) {
        try {
            Files.createDirectories(mountPoint(node));
            try (RandomAccessFile image = new RandomAccessFile(image(node).toFile(), "rw")) {
                image.setLength(DISK_BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a disk in " + dir, e);
        }
        // Without blocks that only root may use: the nodes may run as root.
        Tool.run("mkfs.ext4", "-q", "-F", "-m", "0", image(node).toString());
    }

    /** The broker key {@code dataDir} that puts the data of each node on its disk. */
    public String dataDirKey() {
        return dir.resolve("{node}").resolve("data").toString();
    }

    /** Nothing that was not forced is there any more, and the disk fails, until it is mounted again. */
    void cutPower(int node) {
        Tool.run("perl", "-e", CUT, mountPoint(node).toString());
    }

    /** Takes the disk of a node that does not run away, and mounts it again as after a start of the machine. */
    void remount(int node) {
        String mountPoint = mountPoint(node).toString();
        await.until(mountPoint + " to be unmounted", UNMOUNT_TIMEOUT, () -> Tool.succeeds("umount", mountPoint));
        mount(node);
    }

    private void mount(int node) {
        Tool.run("mount", "-o", "loop", image(node).toString(), mountPoint(node).toString());
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
        return dir.resolve("n" + node);
    }

    private Path image(int node) {
        return dir.resolve("n" + node + ".img");
    }

    /** Unmounts the disks and deletes their files; no node may run. */
    public void discard() {
        close();
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            try {
                Files.deleteIfExists(image(node));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + image(node), e);
            }
        }
    }

    /** Unmounts the disks; their files stay. Idempotent. */
    @Override
    public void close() {
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            Tool.succeeds("umount", "-l", mountPoint(node).toString());
        }
    }
}
