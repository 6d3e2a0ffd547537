package io.ringmq.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFilesTest {
    private static final int MAGIC = 0x524D5131;

    @TempDir
    private Path dir = Path.of("");

    @Test
    void framesEndWhereNoFrameBegins() throws IOException {
        Path segment = dir.resolve("segment");
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        bytes.putInt(0, MAGIC).putInt(4, 128).putInt(128, MAGIC).putInt(132, 64);
        Files.write(segment, bytes.array());
        assertEquals(192, NodeFiles.endOfFrames(segment));
        Files.write(segment, new byte[4096]);
        assertEquals(0, NodeFiles.endOfFrames(segment));
    }

    @Test
    void aSegmentFullOfFramesEndsWithItsFile() throws IOException {
        Path segment = dir.resolve("segment");
        Files.write(
                segment, ByteBuffer.allocate(64).putInt(0, MAGIC).putInt(4, 64).array());
        assertEquals(64, NodeFiles.endOfFrames(segment));
    }

    @Test
    void aBitFlipsThereAndBack() throws IOException {
        Path file = dir.resolve("file");
        Files.write(file, new byte[] {1, 2, 3});
        NodeFiles.flip(file, 1, 7);
        assertArrayEquals(new byte[] {1, (byte) 130, 3}, Files.readAllBytes(file));
        NodeFiles.flip(file, 1, 7);
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
    }

    @Test
    void overwritingDoesNotMakeAFileLonger() throws IOException {
        Path file = dir.resolve("file");
        Files.write(file, new byte[] {1, 2, 3});
        NodeFiles.overwrite(file, 2, new byte[] {9, 9, 9});
        assertArrayEquals(new byte[] {1, 2, 9}, Files.readAllBytes(file));
    }
}
