package io.ringmq.raft.storage;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A small file with a CRC32C at its end, replaced as a whole by renaming. */
final class SealedFile {

    private static final int MAX_BYTES = 1 << 16;

    private final Disk disk;
    private final String name;

    SealedFile(Disk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    boolean exists() throws IOException {
        return disk.exists(name);
    }

    /** What was written, or null if it is damaged. */
    byte @Nullable [] read() throws IOException {
        byte[] bytes = readAll();
        int contentBytes = bytes.length - Integer.BYTES;
        if (contentBytes < 1 || ByteBuffer.wrap(bytes).getInt(contentBytes) != crc(bytes, contentBytes)) {
            return null;
        }
        return Arrays.copyOf(bytes, contentBytes);
    }

    private byte[] readAll() throws IOException {
        try (DiskFile file = disk.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX_BYTES));
            while (bytes.hasRemaining()) {
                if (file.read(bytes, bytes.position()) < 0) {
                    break;
                }
            }
            return bytes.array();
        }
    }

    /** Writes the content and its CRC; durable on return, and the old file is there until then. */
    void replace(byte[] content) throws IOException {
        String newName = name + ".new";
        ByteBuffer seal = ByteBuffer.allocate(Integer.BYTES).putInt(crc(content, content.length));
        disk.delete(newName);
        try (DiskFile file = disk.open(newName)) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(content), seal.flip()}, 0);
            file.force();
        }
        disk.rename(newName, name);
        disk.syncDirectory("");
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
