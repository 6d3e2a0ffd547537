package io.ringmq.chaos.fault;

import io.ringmq.bench.process.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An ext4 file system on a sparse file behind a loop device. Another one can lie on it in turn, and then has a medium that
 * hangs and fails as this one does.
 */
record LoopDisk(Path image, Path mountPoint) {
    private static final Duration UNMOUNT_TIMEOUT = Duration.ofSeconds(30);
    /** ext4.h: EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH. */
    private static final String CUT =
            "sysopen(F,$ARGV[0],0) or die $!; my $f=pack('I',2); ioctl(F,0x8004587D,$f) or die $!";

    /** Makes and mounts it. */
    void make(long sizeBytes) {
        try {
            Files.createDirectories(mountPoint);
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(sizeBytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + image, e);
        }
        // Without blocks that only root may use: the nodes may run as root.
        Tool.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        mount();
    }

    void mount() {
        Tool.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
    }

    /** Returns when it is unmounted; nobody may use it. */
    void unmount(Await await) {
        await.until(
                mountPoint + " to be unmounted", UNMOUNT_TIMEOUT, () -> Tool.succeeds("umount", mountPoint.toString()));
    }

    /** Unmounts it as soon as nobody uses it. */
    void abandon() {
        Tool.succeeds("umount", "-l", mountPoint.toString());
    }

    /** A directory that is not there unless this is mounted: what lies around it must never be frozen or shut down. */
    private String inside() {
        return mountPoint.resolve("lost+found").toString();
    }

    /** What was not forced is gone; everything fails from now on, until it is mounted again. */
    void shutDown() {
        Tool.run("perl", "-e", CUT, inside());
    }

    /** Whatever changes it hangs from now on. */
    void freeze() {
        Tool.run("fsfreeze", "--freeze", inside());
    }

    /** What hung goes on. Idempotent. */
    void thaw() {
        Tool.succeeds("fsfreeze", "--unfreeze", inside());
    }

    void delete() {
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + image, e);
        }
    }
}
