package io.ringmq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrubTest {
    private static final long SEGMENT_BYTES = 65536;
    private static final int BODY_BYTES = 3000;
    private static final long ALL = Long.MAX_VALUE;

    private final Random random = new Random(20_261_121);
    private final SimDisk disk = new SimDisk(1);
    private CommitLog log = open();

    private CommitLog open() {
        try {
            return CommitLog.open(disk, CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES), Runnable::run);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void fillThreeSegmentsAndBeginAFourth() {
        for (long index = 1; index <= 70; index++) {
            log.append(List.of(Frames.data(index, 1, BODY_BYTES)));
        }
        assertEquals(3, log.endOffset() / SEGMENT_BYTES);
    }

    private static String file(long offset) {
        return SegmentSet.name(offset / SEGMENT_BYTES * SEGMENT_BYTES);
    }

    @Test
    void aSoundLogIsReadToTheEndOfItsSealedSegmentsInSteps() {
        ScrubStep whole = log.scrub(0, ALL);
        assertEquals(new ScrubStep(3 * SEGMENT_BYTES, whole.readBytes(), ScrubStep.SOUND), whole);
        assertTrue(whole.readBytes() > 2.8 * SEGMENT_BYTES);
        long at = 0;
        long steps = 0;
        long read = 0;
        ScrubStep step = log.scrub(at, 10_000);
        while (step.nextOffset() > at) {
            assertFalse(step.isDamaged());
            assertTrue(step.readBytes() < 10_000 + BODY_BYTES + 64 + 8, "bounded");
            at = step.nextOffset();
            read += step.readBytes();
            steps++;
            step = log.scrub(at, 10_000);
        }
        assertEquals(3 * SEGMENT_BYTES, at);
        assertEquals(whole.readBytes(), read);
        assertTrue(steps > 15);
    }

    @Test
    void anyFlippedBitOfAFrameIsFoundAndTheOtherSegmentsAreReadAllTheSame() {
        List<Long> sealed = new ArrayList<>();
        for (long index = 1; index <= 70; index++) {
            FramePosition position = position(index);
            if (position.endOffset() <= 3 * SEGMENT_BYTES) {
                sealed.add(index);
            }
        }
        for (int i = 0; i < 200; i++) {
            FramePosition frame = position(sealed.get(random.nextInt(sealed.size())));
            long offset = frame.frameOffset() + random.nextInt(64 + BODY_BYTES);
            int bit = random.nextInt(8);
            disk.flipBit(file(offset), offset % SEGMENT_BYTES, bit);
            ScrubStep step = log.scrub(0, ALL);
            assertEquals(frame.frameOffset(), step.damagedOffset());
            assertEquals((offset / SEGMENT_BYTES + 1) * SEGMENT_BYTES, step.nextOffset());
            assertFalse(log.scrub(step.nextOffset(), ALL).isDamaged());
            disk.flipBit(file(offset), offset % SEGMENT_BYTES, bit);
        }
        assertFalse(log.scrub(0, ALL).isDamaged());
    }

    private FramePosition position(long index) {
        return Objects.requireNonNull(log.position(index));
    }

    @Test
    void deletedSegmentsAreNoDamage() {
        log.truncatePrefix(60);
        log.deleteSegmentsBefore(ALL);
        assertEquals(2 * SEGMENT_BYTES, log.startOffset());
        ScrubStep step = log.scrub(0, ALL);
        assertEquals(new ScrubStep(SEGMENT_BYTES, 0, ScrubStep.SOUND), step);
        ScrubStep rest = log.scrub(log.startOffset(), ALL);
        assertEquals(3 * SEGMENT_BYTES, rest.nextOffset());
        assertFalse(rest.isDamaged());
    }

    @Test
    void aLogThatBeginsInsideASegmentIsSound() {
        ChainPoint point = log.pointAfter(30);
        assertNotNull(point);
        log.reset(point);
        for (long index = 31; index <= 70; index++) {
            log.append(List.of(Frames.data(index, 1, BODY_BYTES)));
        }
        ScrubStep step = log.scrub(log.startOffset(), ALL);
        assertFalse(step.isDamaged());
        assertEquals(3 * SEGMENT_BYTES, step.nextOffset());
    }
}
