package io.ringmq.broker.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrubberTest {
    private static final long RATE = 256 << 10;
    private static final long DELAY_MS = 5_000;
    private static final long DAY_MS = 86_400_000;

    private final TestRing one = new TestRing();
    private final TestRing other = new TestRing();
    private final ManualTimer timer = new ManualTimer(0);
    private final List<Long> asked = new ArrayList<>();
    private @Nullable Callable<?> healer;
    private final Scrubber scrubber = new Scrubber(
            () -> List.of(
                    new Scrubber.ScrubbedLog("one", log(one), this::mend),
                    new Scrubber.ScrubbedLog("other", log(other), offset -> false)),
            RATE,
            new Scrubber.Time(timer, timer, Runnable::run));

    private static CommitLog log(TestRing ring) {
        return ring.ring().group().log();
    }

    private boolean mend(long offset) {
        asked.add(offset);
        try {
            if (healer != null) {
                healer.call();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return healer != null;
    }

    @BeforeEach
    void fillTwoSegmentsEach() {
        for (TestRing ring : List.of(one, other)) {
            ring.createTopic("t", 1);
            while (log(ring).endOffset() < 2 * TestRing.SEGMENT_BYTES) {
                ring.send("t", "x".repeat(60 << 10), "").answer(ResponseCode.SUCCESS);
            }
        }
        scrubber.startAfter(DELAY_MS);
    }

    @AfterEach
    void close() {
        scrubber.close();
        one.close();
        other.close();
    }

    private static void damage(TestRing ring, long offset) throws IOException {
        long base = offset - offset % TestRing.SEGMENT_BYTES;
        DiskFile file = ring.files.open("commitlog/%020d".formatted(base));
        ByteBuffer old = ByteBuffer.allocate(1);
        file.read(old, offset - base);
        file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {(byte) ~old.get(0)})}, offset - base);
    }

    @Test
    void damageInAnyRingIsFoundOnceEachPass() throws IOException {
        timer.advance(DELAY_MS + 60_000);
        assertEquals(0, scrubber.findings().damaged());
        damage(one, TestRing.SEGMENT_BYTES / 2);
        damage(other, TestRing.SEGMENT_BYTES + 70_000);
        timer.advance(DAY_MS);
        assertEquals(2, scrubber.findings().damaged());
        timer.advance(DAY_MS);
        assertEquals(2, scrubber.findings().damaged(), "each pass counts anew");
    }

    @Test
    void damageIsMendedAndTheRestOfTheSegmentIsReadToo() throws IOException {
        long inTheSameSegment = TestRing.SEGMENT_BYTES / 2 + (200 << 10);
        damage(one, TestRing.SEGMENT_BYTES / 2);
        damage(one, inTheSameSegment);
        healer = () -> {
            // The complement of the complement.
            damage(one, asked.size() == 1 ? TestRing.SEGMENT_BYTES / 2 : inTheSameSegment);
            return true;
        };
        timer.advance(DELAY_MS + 60_000);
        assertEquals(2, scrubber.findings().damaged());
        assertEquals(2, scrubber.findings().mended());
        assertEquals(2, asked.size());
        timer.advance(DAY_MS);
        assertEquals(0, scrubber.findings().damaged());
    }

    @Test
    void damageThatDoesNotGoAwayIsNotMendedForEver() throws IOException {
        damage(one, TestRing.SEGMENT_BYTES / 2);
        healer = () -> true;
        timer.advance(DELAY_MS + 60_000);
        assertEquals(2, scrubber.findings().damaged());
        assertEquals(1, scrubber.findings().mended());
        assertEquals(1, timer.pending(), "waits for the next day");
    }

    @Test
    void theRateIsBounded() throws IOException {
        damage(other, TestRing.SEGMENT_BYTES + 70_000);
        timer.advance(DELAY_MS + 8_000);
        assertEquals(
                0, scrubber.findings().damaged(), "two mebibytes take longer than this at a quarter of one a second");
        timer.advance(60_000);
        assertEquals(1, scrubber.findings().damaged());
        assertEquals(1, timer.pending(), "waits for the next day");
    }

    @Test
    void whatIsWrittenToIsLeftAlone() throws IOException {
        damage(one, log(one).endOffset() - 100);
        timer.advance(DELAY_MS + 60_000);
        assertEquals(0, scrubber.findings().damaged());
    }

    @Test
    void nothingIsReadAfterTheEnd() throws IOException {
        damage(one, TestRing.SEGMENT_BYTES / 2);
        scrubber.close();
        timer.advance(2 * DAY_MS);
        assertEquals(0, scrubber.findings().damaged());
        assertEquals(0, timer.pending());
    }
}
