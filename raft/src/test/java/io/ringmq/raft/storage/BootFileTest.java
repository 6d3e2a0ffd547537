package io.ringmq.raft.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.raft.rpc.Doubt;
import io.ringmq.raft.storage.BootFile.Start;
import io.ringmq.store.disk.DiskFile;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BootFileTest {
    private final MemoryDisk disk = new MemoryDisk();

    private BootFile async(String bootId) throws IOException {
        return BootFile.open(disk, new Start(bootId, true, true));
    }

    private BootFile sync(String bootId) throws IOException {
        return BootFile.open(disk, new Start(bootId, false, true));
    }

    private void firstStart(String bootId, boolean unforced) throws IOException {
        assertEquals(
                Doubt.NONE,
                BootFile.open(disk, new Start(bootId, unforced, false)).doubt());
    }

    @Test
    void aKilledProcessLeavesNoDoubtButAMachineThatWentDownDoes() throws IOException {
        firstStart("one", true);
        assertEquals(Doubt.NONE, async("one").doubt());
        assertEquals(Doubt.OPEN, async("two").doubt());
    }

    @Test
    void whatWasForcedOrClosedInOrderIsNotInDoubt() throws IOException {
        firstStart("one", false);
        assertEquals(Doubt.NONE, async("two").doubt());
        async("two").closed();
        assertEquals(Doubt.NONE, sync("three").doubt());
        assertEquals(Doubt.NONE, async("four").doubt());
    }

    @Test
    void theModeOfThePastCountsNotThatOfThisStart() throws IOException {
        firstStart("one", true);
        assertEquals(Doubt.OPEN, sync("two").doubt());
    }

    @Test
    void aDoubtLastsUntilItIsSettled() throws IOException {
        firstStart("one", true);
        async("two").closed();
        async("three");
        assertEquals(Doubt.OPEN, async("four").doubt());
        async("four").closed();
        BootFile boot = async("five");
        assertEquals(Doubt.OPEN, boot.doubt());
        boot.doubt(Doubt.WAIVED);
        assertEquals(Doubt.WAIVED, async("five").doubt());
        assertEquals(Doubt.OPEN, async("six").doubt());
        async("six").doubt(Doubt.NONE);
        assertEquals(Doubt.NONE, async("six").doubt());
    }

    @Test
    void anOperatingSystemThatIsNotKnownMayHaveGoneDown() throws IOException {
        firstStart("one", true);
        assertEquals(
                Doubt.OPEN, BootFile.open(disk, new Start(null, true, true)).doubt());
    }

    @Test
    void aLogWithoutTheFileIsInDoubtIfItIsNotForced() throws IOException {
        assertEquals(Doubt.NONE, sync("one").doubt());
        disk.delete("raft-boot");
        assertEquals(Doubt.OPEN, async("one").doubt());
    }

    @Test
    void aDamagedFileLeavesADoubt() throws IOException {
        firstStart("one", false);
        try (DiskFile file = disk.open("raft-boot")) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {77})}, 6);
        }
        assertEquals(Doubt.OPEN, sync("one").doubt());
    }

    @Test
    void aFileOfAnotherReleaseIsRefused() throws IOException {
        new SealedFile(disk, "raft-boot").replace(new byte[] {'R', 'Q', 'B', 'T', 0, 9, 0, 0, 0, 0});
        assertThrows(IOException.class, () -> async("one"));
    }
}
