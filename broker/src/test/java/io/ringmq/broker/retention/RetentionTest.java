package io.ringmq.broker.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.config.RetentionSettings;
import io.ringmq.broker.ring.TestRing;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.SegmentLease;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention over the real log of a ring, its index and its handlers. */
class RetentionTest {
    private static final long INTERVAL_MS = 10_000;
    private static final long HOUR_MS = 3_600_000;

    private final TestRing ring = new TestRing();
    private final CommitLog log = ring.ring().group().log();
    private final Retention retention = new Retention(
            new RetentionSettings(
                    72, Set.of(4), 5 * TestRing.SEGMENT_BYTES, new RetentionSettings.DiskRatios(75, 85, 90)),
            this::usage,
            new Retention.Time(ring.timer, ring.timer, Runnable::run),
            () -> List.of(new RetainedLog(
                    "ring-0", log, ring.ring()::waitingFrom, ring.ring()::trimIndex, this::takeSnapshot)));
    private long usedPercent = 50;
    private boolean broken;
    private int snapshots;

    private void takeSnapshot() {
        snapshots++;
    }

    private DiskUsage usage() throws IOException {
        if (broken) {
            throw new IOException("gone");
        }
        return new DiskUsage(usedPercent << 20, (100 - usedPercent) << 20);
    }

    @BeforeEach
    void fillThreeSegments() {
        ring.createTopic("t", 1);
        sendUntil(3);
        retention.every(INTERVAL_MS);
    }

    @AfterEach
    void close() {
        retention.close();
        ring.close();
    }

    private void sendUntil(long segments) {
        while (log.endOffset() < segments * TestRing.SEGMENT_BYTES) {
            ring.send("t", "x".repeat(60 << 10), "").answer(ResponseCode.SUCCESS);
        }
    }

    /** Raft needs only the last entry from now on, as after a snapshot. */
    private void compact() {
        ring.send("t", "last", "").answer(ResponseCode.SUCCESS);
        log.truncatePrefix(log.lastIndex());
    }

    /** The clock of {@link TestRing} starts at 22:13 UTC. */
    private void waitForHourFour() {
        ring.timer.advance(6 * HOUR_MS);
    }

    @Test
    void oldSegmentsGoWithTheirIndexOnceRaftLetsThem() {
        ring.files.setLastModifiedMs(name -> ring.timer.millis() - 73 * HOUR_MS);
        waitForHourFour();
        assertEquals(0, log.startOffset(), "no snapshot covers them yet");
        compact();
        ring.timer.advance(INTERVAL_MS);
        assertEquals(3 * TestRing.SEGMENT_BYTES, log.startOffset());
        long minOffset = ring.view().minOffset("t", 0);
        assertTrue(minOffset > 0);
        assertEquals(0, ring.ring().trimIndex(), "the index was trimmed with them");
        ring.pull(TestRing.pullHeader("t", 0, "*")).answer(ResponseCode.PULL_OFFSET_MOVED);
        ring.send("t", "goes on", "").answer(ResponseCode.SUCCESS);
    }

    @Test
    void recentSegmentsStayUntilTheDiskIsTooFull() {
        ring.files.setLastModifiedMs(name -> ring.timer.millis());
        compact();
        waitForHourFour();
        assertEquals(0, log.startOffset());
        usedPercent = 86;
        ring.timer.advance(INTERVAL_MS);
        assertEquals(TestRing.SEGMENT_BYTES, log.startOffset(), "one segment is the one percent that is too much");
    }

    @Test
    void aSnapshotIsAskedForOnceAMinuteWhileRaftNeedsWhatWouldMakeRoom() {
        ring.files.setLastModifiedMs(name -> ring.timer.millis());
        ring.timer.advance(INTERVAL_MS);
        assertEquals(0, snapshots, "the disk has room");
        usedPercent = 99;
        ring.timer.advance(INTERVAL_MS);
        assertEquals(1, snapshots);
        ring.timer.advance(50_000);
        assertEquals(1, snapshots, "not at each look");
        ring.timer.advance(INTERVAL_MS);
        assertEquals(2, snapshots);
        compact();
        ring.timer.advance(INTERVAL_MS);
        assertEquals(3 * TestRing.SEGMENT_BYTES, log.startOffset());
        ring.timer.advance(120_000);
        assertEquals(2, snapshots, "only the segment that is written to is left");
    }

    @Test
    void aLogIsHeldToItsBound() {
        ring.files.setLastModifiedMs(name -> ring.timer.millis());
        sendUntil(6);
        compact();
        ring.timer.advance(INTERVAL_MS);
        assertTrue(log.startOffset() >= TestRing.SEGMENT_BYTES);
        long bytes = log.segments().stream()
                .mapToLong(segment -> segment.sizeBytes())
                .sum();
        assertTrue(bytes <= 5 * TestRing.SEGMENT_BYTES, () -> bytes + " bytes");
    }

    @Test
    void aDelayedMessageStaysUntilItIsDelivered() {
        ring.files.setLastModifiedMs(name -> ring.timer.millis());
        ring.createTopic("late", 1);
        ring.send("late", "in two hours", "DELAY\u000118\u0002").answer(ResponseCode.SUCCESS);
        sendUntil(10);
        compact();
        ring.timer.advance(INTERVAL_MS);
        assertEquals(3 * TestRing.SEGMENT_BYTES, log.startOffset(), "the bound of the log comes second");
        ring.timer.advance(2 * HOUR_MS);
        assertEquals("in two hours", TestRing.text(ring.messages("late").get(0)));
        assertEquals(Long.MAX_VALUE, ring.ring().waitingFrom());
        assertEquals(6 * TestRing.SEGMENT_BYTES, log.startOffset());
    }

    @Test
    void aLeaseKeepsWhatItCovers() {
        ring.files.setLastModifiedMs(name -> 0);
        compact();
        SegmentLease lease = log.lease(TestRing.SEGMENT_BYTES);
        waitForHourFour();
        assertEquals(TestRing.SEGMENT_BYTES, log.startOffset());
        lease.close();
        ring.timer.advance(INTERVAL_MS);
        assertEquals(3 * TestRing.SEGMENT_BYTES, log.startOffset());
    }

    @Test
    void aDiskThatCanNotBeAskedDeletesNothingAndIsAskedAgain() {
        ring.files.setLastModifiedMs(name -> 0);
        waitForHourFour();
        compact();
        broken = true;
        ring.timer.advance(INTERVAL_MS);
        assertEquals(0, log.startOffset());
        broken = false;
        ring.timer.advance(INTERVAL_MS);
        assertEquals(3 * TestRing.SEGMENT_BYTES, log.startOffset());
    }

    @Test
    void nothingHappensAfterTheEnd() {
        ring.files.setLastModifiedMs(name -> 0);
        compact();
        retention.close();
        waitForHourFour();
        assertEquals(0, log.startOffset());
    }
}
