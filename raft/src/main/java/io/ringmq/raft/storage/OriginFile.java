package io.ringmq.raft.storage;

import io.ringmq.raft.rpc.Origin;
import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

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
    private static final String NEW_NAME = "raft-origin.new";
    private static final int MAGIC = 0x52514F52;
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 1 << 16;

    private final Disk disk;
    private final UUID directory;
    private volatile Map<String, UUID> founders;

    private OriginFile(Disk disk, UUID directory, Map<String, UUID> founders) {
        this.disk = disk;
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
        if (!disk.exists(NAME)) {
            OriginFile made = new OriginFile(disk, newId.get(), Map.of());
            made.save(Map.of());
            return made;
        }
        byte[] bytes = read(disk);
        CRC32C crc = new CRC32C();
        int contentBytes = Math.max(0, bytes.length - Integer.BYTES);
        crc.update(bytes, 0, contentBytes);
        if (contentBytes == 0 || ByteBuffer.wrap(bytes).getInt(contentBytes) != (int) crc.getValue()) {
            throw new IOException(NAME + " is damaged, so it is not known whether this is the directory it was;"
                    + " remove this member from the group and add it again with empty directories");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, contentBytes))) {
            if (in.readInt() != MAGIC || in.readUnsignedShort() != VERSION) {
                throw new IOException(NAME + " was written by another release");
            }
            UUID directory = new UUID(in.readLong(), in.readLong());
            return new OriginFile(disk, directory, Origin.readFounders(in));
        }
    }

    private static byte[] read(Disk disk) throws IOException {
        try (DiskFile file = disk.open(NAME)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX_BYTES));
            while (bytes.hasRemaining()) {
                if (file.read(bytes, bytes.position()) < 0) {
                    break;
                }
            }
            return bytes.array();
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
            CRC32C crc = new CRC32C();
            crc.update(bytes.toByteArray());
            out.writeInt((int) crc.getValue());
        }
        disk.delete(NEW_NAME);
        try (DiskFile file = disk.open(NEW_NAME)) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(bytes.toByteArray())}, 0);
            file.force();
        }
        disk.rename(NEW_NAME, NAME);
        disk.syncDirectory("");
    }
}
