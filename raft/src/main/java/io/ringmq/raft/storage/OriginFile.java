package io.ringmq.raft.storage;

import io.ringmq.raft.rpc.Origin;
import io.ringmq.store.disk.Disk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The file {@code raft-origin}: an id that the directory of a group gets when it is made, and those of the members that
 * founded the group together. A directory that was wiped and made again has another id.
 *
 * <pre>
 *  offset  size  field
 *  0       4     magic "RQOR"
 *  4       2     version, 1
 *  6       16    directory id
 *  22      ..    founders: number (2), for each its text (2 bytes length, modified UTF-8) and its directory id (16)
 *  end-4   4     CRC32C over everything before
 * </pre>
 *
 * <p>Replaced as a whole by renaming. Thread-safe.
 */
public final class OriginFile {

    private static final String NAME = "raft-origin";
    private static final int MAGIC = 0x52514F52;
    private static final int VERSION = 1;

    private final SealedFile file;
    private final UUID directory;
    private volatile Map<String, UUID> founders;

    private OriginFile(SealedFile file, UUID directory, Map<String, UUID> founders) {
        this.file = file;
        this.directory = directory;
        this.founders = founders;
    }

    /**
     * Reads the file; makes it, durably, if it is absent.
     *
     * @param newId makes ids that nobody else makes
     * @throws IOException if the disk fails or the file is damaged
     */
    public static OriginFile open(Disk disk, Supplier<UUID> newId) throws IOException {
        SealedFile file = new SealedFile(disk, NAME);
        if (!file.exists()) {
            OriginFile made = new OriginFile(file, newId.get(), Map.of());
            made.save(Map.of());
            return made;
        }
        byte[] content = file.read();
        if (content == null) {
            throw new IOException(NAME + " is damaged, so it is not known whether this is the directory it was;"
                    + " remove this member from the group and add it again with empty directories");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (in.readInt() != MAGIC || in.readUnsignedShort() != VERSION) {
                throw new IOException(NAME + " was written by another release");
            }
            UUID directory = new UUID(in.readLong(), in.readLong());
            return new OriginFile(file, directory, Origin.readFounders(in));
        }
    }

    public UUID directory() {
        return directory;
    }

    /** Directories of the members this one has founded the group with, itself among them; empty if it has not. */
    public Map<String, UUID> founders() {
        return founders;
    }

    /** Remembers with whom the group is founded; durable on return. */
    public synchronized void found(Map<String, UUID> members) throws IOException {
        save(members);
        founders = Map.copyOf(members);
    }

    private void save(Map<String, UUID> members) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeShort(VERSION);
            out.writeLong(directory.getMostSignificantBits());
            out.writeLong(directory.getLeastSignificantBits());
            Origin.writeFounders(out, members);
        }
        file.replace(bytes.toByteArray());
    }
}
