package io.ringmq.broker.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.retention.DiskUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class NodeResourcesTest {
    @Test
    void aDataDirectoryHasOneUser(@TempDir Path root) throws IOException {
        try (DataDirectory first = DataDirectory.lock(root)) {
            assertTrue(first.usage().usableBytes() > 0);
            assertTrue(first.usage().usedPercent() > 0);
            IOException refusal = assertThrows(IOException.class, () -> DataDirectory.lock(root));
            assertTrue(String.valueOf(refusal.getMessage()).contains("in use by another broker process"));
        }
        DataDirectory.lock(root).close();
    }

    @Test
    void aDataDirectoryBelongsToOneNodeOfOneCluster(@TempDir Path root) throws IOException {
        try (DataDirectory data = DataDirectory.lock(root)) {
            data.claim("c", "n0");
            data.claim("c", "n0");
            assertRefusal("holds the data of node 'n0' of cluster 'c'", () -> data.claim("c", "n1"));
            assertRefusal("this is node 'n0' of cluster 'd'", () -> data.claim("d", "n0"));
            Path identity = root.resolve("IDENTITY");
            String whole = Files.readString(identity);
            Files.writeString(identity, whole.replace("node=n0", "node=n9"));
            assertRefusal("is damaged", () -> data.claim("c", "n9"));
            Files.writeString(identity, whole.substring(0, whole.length() / 2));
            assertRefusal("is damaged", () -> data.claim("c", "n0"));
            Files.writeString(identity, "");
            assertRefusal("is damaged", () -> data.claim("c", "n0"));
            Files.writeString(identity, whole);
            data.claim("c", "n0");
        }
    }

    @Test
    void theBootIdIsTheContentOfAFileOrUnknown(@TempDir Path root) throws IOException {
        Path file = root.resolve("boot_id");
        assertNull(BootId.read(file));
        Files.writeString(file, "\n");
        assertNull(BootId.read(file));
        Files.writeString(file, "5f0c\n");
        assertEquals("5f0c", BootId.read(file));
    }

    private static void assertRefusal(String because, Executable claim) {
        IOException refusal = assertThrows(IOException.class, claim);
        assertTrue(String.valueOf(refusal.getMessage()).contains(because), refusal.getMessage());
    }

    @Test
    void writesCloseWhenSpaceRunsOutAndOpenWhenItIsBack() {
        AtomicLong free = new AtomicLong(100);
        DiskSpace space = new DiskSpace(() -> new DiskUsage(10, free.get()), 50, 90);
        space.check();
        assertNull(space.closedBecause());

        free.set(49);
        space.check();
        assertTrue(String.valueOf(space.closedBecause()).contains("disk is full"));

        free.set(50);
        space.check();
        assertNull(space.closedBecause());
    }

    @Test
    void writesCloseAtTheWarningRatioToo() {
        AtomicLong used = new AtomicLong(900);
        DiskSpace space = new DiskSpace(() -> new DiskUsage(used.get(), 1_000 - used.get()), 50, 90);
        space.check();
        assertNull(space.closedBecause(), "not exceeded yet");

        used.set(901);
        space.check();
        assertTrue(String.valueOf(space.closedBecause()).contains("diskSpaceWarningLevelRatio is 90"));
    }

    @Test
    void aDiskThatCanNotBeAskedTakesNoWrites() {
        DiskSpace space = new DiskSpace(
                () -> {
                    throw new IOException("gone");
                },
                50,
                90);
        space.check();
        assertNotNull(space.closedBecause());
    }

    @Test
    void everythingIsClosedInReverseEvenIfSomethingFails() {
        List<String> closed = new ArrayList<>();
        Closing closing = new Closing();
        closing.add(() -> closed.add("first"));
        closing.add(() -> {
            throw new IOException("stuck");
        });
        closing.add(() -> closed.add("last"));
        closing.close();
        assertEquals(List.of("last", "first"), closed);
    }
}
