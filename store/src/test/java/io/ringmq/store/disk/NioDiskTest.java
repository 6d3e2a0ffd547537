package io.ringmq.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioDiskTest {
    @TempDir
    private Path directory;

    private static ByteBuffer[] buffers(int count) {
        ByteBuffer[] buffers = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            buffers[i] = ByteBuffer.wrap(new byte[] {(byte) i, (byte) (i >> 8)});
        }
        return buffers;
    }

    @Test
    void writesMoreBuffersThanOneCallTakes() throws IOException {
        NioDisk disk = new NioDisk(directory);
        try (DiskFile file = disk.open("file")) {
            file.write(buffers(3000), 10);
            file.force();
            assertEquals(6010, file.size());
            ByteBuffer read = ByteBuffer.allocate(2);
            assertEquals(2, file.read(read, 10 + 2 * 2999));
            assertEquals(ByteBuffer.wrap(new byte[] {(byte) 2999, 2999 >> 8}), read.flip());
            assertEquals(-1, file.read(ByteBuffer.allocate(1), 6010));
            file.preallocate(0, 5000);
            file.truncate(6000);
            assertEquals(6000, file.size());
        }
    }

    @Test
    void anInterruptDoesNotCloseTheFile() throws IOException {
        NioDisk disk = new NioDisk(directory);
        try (DiskFile file = disk.open("file")) {
            Thread.currentThread().interrupt();
            file.write(buffers(2), 0);
            file.force();
            assertTrue(Thread.interrupted());
            assertEquals(4, file.read(ByteBuffer.allocate(10), 0));
        }
    }

    @Test
    void aClosedFileStaysClosed() throws IOException {
        DiskFile file = new NioDisk(directory).open("file");
        file.close();
        assertThrows(ClosedChannelException.class, file::size);
    }

    @Test
    void managesNames() throws IOException {
        NioDisk disk = new NioDisk(directory.resolve("deep/root"));
        assertEquals(List.of(), disk.list("log"));
        disk.createDirectories("log");
        disk.open("log/b").close();
        disk.open("log/a").close();
        disk.syncDirectory("log");
        assertEquals(List.of("a", "b"), disk.list("log"));
        disk.rename("log/a", "log/c");
        disk.delete("log/b");
        disk.delete("log/b");
        assertEquals(List.of("c"), disk.list("log"));
        assertTrue(disk.exists("log/c"));
        assertFalse(disk.exists("log/a"));
        assertTrue(disk.usableBytes() > 0);
        assertThrows(IllegalArgumentException.class, () -> disk.open("../../outside"));
    }
}
