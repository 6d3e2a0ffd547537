package io.ringmq.broker.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeResourcesTest {
    @Test
    void aDataDirectoryHasOneUser(@TempDir Path root) throws IOException {
        try (DataDirectory first = DataDirectory.lock(root)) {
            assertTrue(first.usableBytes() > 0);
            IOException refusal = assertThrows(IOException.class, () -> DataDirectory.lock(root));
            assertTrue(String.valueOf(refusal.getMessage()).contains("in use by another broker process"));
        }
        DataDirectory.lock(root).close();
    }

    @Test
    void writesCloseWhenSpaceRunsOutAndOpenWhenItIsBack() {
        AtomicLong free = new AtomicLong(100);
        DiskSpace space = new DiskSpace(free::get, 50);
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
    void aDiskThatCanNotBeAskedTakesNoWrites() {
        DiskSpace space = new DiskSpace(
                () -> {
                    throw new IOException("gone");
                },
                50);
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
