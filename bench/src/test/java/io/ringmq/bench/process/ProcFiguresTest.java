package io.ringmq.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcFiguresTest {
    @Test
    void busyTimeLeavesOutIdleAndWaiting() {
        String stat = "cpu  10 2 30 4000 500 6 7 8 9 1\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
        assertEquals((10 + 2 + 30 + 6 + 7 + 8) * 10_000, MachineCpu.busyMicros(stat));
    }

    @Test
    void thisMachineHasBeenBusy() {
        assertTrue(MachineCpu.busyMicros() > 0);
    }

    @Test
    void memoryIsSplitByWhatBacksIt() {
        ResidentMemory memory = ResidentMemory.parse("VmRSS:\t  300 kB\nRssAnon:\t  200 kB\nRssFile:\t  100 kB\n");
        assertEquals(new ResidentMemory(200 * 1024, 100 * 1024), memory);
    }

    @Test
    void liveObjectsAreTheTotalOfTheHistogram() {
        String histogram = " num     #instances\n   1:   10   4000  [B\nTotal          1234        567890\n";
        assertEquals(567_890, LiveHeap.parse(histogram));
    }

    @Test
    void thisProcessHasMemory() {
        assertTrue(ResidentMemory.of(ProcessHandle.current().pid()).anonymousBytes() > 0);
    }
}
