package io.ringmq.raft.storage;

import io.ringmq.raft.rpc.Doubt;
import io.ringmq.store.disk.Disk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code raft-boot}: under which start of the operating system a group was last open here, and how it was
 * closed. It tells whether the end of a log that was written without forcing it may be gone.
 *
 * <pre>
 *  size  field
 *  4     magic "RQBT"
 *  2     version, 1
 *  1     flags: 1 the log was written without forcing it, 2 closed in order
 *  1     doubt: 0 none, 1 open, 2 waived
 *  ..    boot id (2 bytes length, modified UTF-8), empty if it was not known
 *  4     CRC32C over everything before
 * </pre>
 *
 * <p>Replaced as a whole by renaming. Thread-safe.
 */
public final class BootFile {

    private static final Logger LOG = LoggerFactory.getLogger(BootFile.class);
    private static final String NAME = "raft-boot";
    private static final int MAGIC = 0x52514254;
    private static final int VERSION = 1;
    private static final int UNFORCED = 1;
    private static final int CLOSED = 2;

    private final SealedFile file;
    private final Start start;
    private volatile Doubt doubt;

    private BootFile(SealedFile file, Start start, Doubt doubt) {
        this.file = file;
        this.start = start;
        this.doubt = doubt;
    }

    /**
     * The start of a group.
     *
     * @param bootId names this run of the operating system; null if that is not known
     * @param unforced whether the log is written without forcing it
     * @param hasLog whether the log has entries
     */
    public record Start(@Nullable String bootId, boolean unforced, boolean hasLog) {}

    /** The start before, and its end. */
    private record Run(String bootId, boolean unforced, boolean closed, Doubt doubt) {

        /** Whether the operating system may have died with parts of the log in its memory. */
        boolean mayHaveLost(Start next) {
            return unforced && !closed && !bootId.equals(next.bootId);
        }

        Doubt doubtAt(Start next) {
            return mayHaveLost(next) ? Doubt.OPEN : doubt;
        }
    }

    /**
     * Reads what was left, judges it, and writes this start down, durably.
     *
     * @throws IOException if the disk fails, or another release wrote the file
     */
    public static BootFile open(Disk disk, Start start) throws IOException {
        SealedFile file = new SealedFile(disk, NAME);
        if (!file.exists()) {
            // Written by a release that did not know this file, or copied from another replica.
            return begin(file, start, start.unforced && start.hasLog ? Doubt.OPEN : Doubt.NONE);
        }
        byte[] content = file.read();
        if (content == null) {
            LOG.warn("{} is damaged, so it is not known how the group was closed", NAME);
            return begin(file, start, Doubt.OPEN);
        }
        Run before = decode(content);
        return begin(file, start, before.doubtAt(start));
    }

    private static BootFile begin(SealedFile file, Start start, Doubt doubt) throws IOException {
        BootFile boot = new BootFile(file, start, doubt);
        boot.save(false, doubt);
        return boot;
    }

    private static Run decode(byte[] content) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (in.readInt() != MAGIC || in.readUnsignedShort() != VERSION) {
                throw new IOException(NAME + " was written by another release");
            }
            int flags = in.readUnsignedByte();
            Doubt doubt = Doubt.of(in.readUnsignedByte());
            return new Run(in.readUTF(), (flags & UNFORCED) != 0, (flags & CLOSED) != 0, doubt);
        }
    }

    /** Whether this node may have forgotten entries that it acknowledged. */
    public Doubt doubt() {
        return doubt;
    }

    /** Changes the doubt; durable on return. */
    public synchronized void doubt(Doubt next) throws IOException {
        save(false, next);
        doubt = next;
    }

    /** To be called when the log is closed, and forced to disk. */
    public synchronized void closed() throws IOException {
        save(true, doubt);
    }

    private void save(boolean closed, Doubt nextDoubt) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeShort(VERSION);
            out.writeByte((start.unforced ? UNFORCED : 0) | (closed ? CLOSED : 0));
            out.writeByte(nextDoubt.number());
            out.writeUTF(start.bootId == null ? "" : start.bootId);
        }
        file.replace(bytes.toByteArray());
    }
}
