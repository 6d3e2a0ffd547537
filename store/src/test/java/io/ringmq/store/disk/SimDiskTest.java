package io.ringmq.store.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimDiskTest {
    private static ByteBuffer[] filled(int bytes, int value) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            buffer.put((byte) value);
        }
        return new ByteBuffer[] {buffer.flip()};
    }

    /** Writes ones durably, then twos, cuts the power; returns which of the four sectors hold twos. */
    private static String sectorsLeft(long seed, boolean forced) throws IOException {
        SimDisk disk = new SimDisk(seed);
        DiskFile file = disk.open("file");
        disk.syncDirectory("");
        file.write(filled(2048, 1), 0);
        file.force();
        file.write(filled(2048, 2), 0);
        if (forced) {
            file.force();
        }
        disk.powerCut();
        assertThrows(SimulatedCrash.class, file::size);
        StringBuilder left = new StringBuilder();
        for (int sector = 0; sector < 4; sector++) {
            left.append(disk.contentOf("file").get(sector * 512 + 7));
        }
        return left.toString();
    }

    @Test
    void aPowerCutKeepsAnySubsetOfUnforcedSectors() throws IOException {
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < 300; seed++) {
            seen.add(sectorsLeft(seed, false));
            assertEquals("2222", sectorsLeft(seed, true));
        }
        assertEquals(16, seen.size());
    }

    @Test
    void namesNeedASyncOfTheirDirectory() throws IOException {
        Set<Boolean> seen = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            SimDisk disk = new SimDisk(seed);
            disk.open("log/a").close();
            disk.syncDirectory("log");
            disk.open("log/b").close();
            disk.powerCut();
            assertTrue(disk.exists("log/a"));
            seen.add(disk.exists("log/b"));
        }
        assertEquals(Set.of(true, false), seen);
    }

    @Test
    void aFailedForceLosesThePagesAndTheNextSucceeds() throws IOException {
        boolean lost = false;
        for (long seed = 0; seed < 20; seed++) {
            SimDisk disk = new SimDisk(seed);
            DiskFile file = disk.open("file");
            disk.syncDirectory("");
            file.preallocate(0, 512);
            file.write(filled(512, 2), 0);
            disk.failForceAfter(1);
            assertThrows(IOException.class, file::force);
            file.force();
            assertEquals(2, disk.contentOf("file").get(0));
            disk.powerCut();
            lost |= disk.contentOf("file").get(0) == 0;
        }
        assertTrue(lost);
    }

    @Test
    void writesFailWhenTheyAreToldTo() throws IOException {
        SimDisk disk = new SimDisk(1);
        DiskFile file = disk.open("file");
        disk.limitSpace(100);
        file.write(filled(100, 1), 0);
        file.write(filled(100, 2), 0);
        assertThrows(IOException.class, () -> file.write(filled(1, 3), 100));
        disk.processKill();
        disk.crashAfter(1);
        assertThrows(SimulatedCrash.class, () -> disk.open("other"));
        assertFalse(disk.list("").isEmpty());
    }
}
