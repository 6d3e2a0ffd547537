package io.ringmq.broker.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.config.RetentionSettings;
import io.ringmq.broker.config.RetentionSettings.DiskRatios;
import io.ringmq.store.commitlog.LogSegment;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
    private static final long SEGMENT = 100;
    private static final int RESERVED_HOURS = 72;
    private static final Duration RESERVED = Duration.ofHours(RESERVED_HOURS);
    private static final long NOTHING_WAITS = Long.MAX_VALUE;
    private static final DiskUsage ROOMY = new DiskUsage(5_000, 5_000);
    private static final ZonedDateTime AT_FOUR = ZonedDateTime.of(2026, 11, 21, 4, 30, 0, 0, ZoneOffset.UTC);
    private static final ZonedDateTime AT_NOON = AT_FOUR.withHour(12);

    private static RetentionSettings settings(long maxLogBytes) {
        return new RetentionSettings(RESERVED_HOURS, Set.of(4, 16), maxLogBytes, new DiskRatios(75, 85, 90));
    }

    private static LogSegment segment(long number, ZonedDateTime now, double ageHours) {
        long ageMs = (long) (ageHours * Duration.ofHours(1).toMillis());
        return new LogSegment(
                number * SEGMENT,
                (number + 1) * SEGMENT,
                SEGMENT,
                now.toInstant().toEpochMilli() - ageMs);
    }

    /** A log whose segments have these ages; all but the last may be deleted. */
    private static LogContents log(String ring, ZonedDateTime now, double... ageHours) {
        List<LogSegment> segments = new ArrayList<>();
        for (double age : ageHours) {
            segments.add(segment(segments.size(), now, age));
        }
        return new LogContents(ring, segments, (segments.size() - 1) * SEGMENT, NOTHING_WAITS);
    }

    private static List<String> decide(long maxLogBytes, DiskUsage disk, ZonedDateTime now, LogContents... logs) {
        return new RetentionRules(settings(maxLogBytes))
                .decide(List.of(logs), disk, now).stream()
                        .map(deletion ->
                                deletion.ring() + deletion.segment().baseOffset() / SEGMENT + " " + deletion.reason())
                        .toList();
    }

    private static DiskUsage used(long percent) {
        return new DiskUsage(percent * 100, 10_000 - percent * 100);
    }

    @Test
    void oldSegmentsGoInTheirHour() {
        assertEquals(
                List.of("a0 AGE", "a1 AGE"),
                decide(Long.MAX_VALUE, ROOMY, AT_FOUR, log("a", AT_FOUR, 90, 72.1, 72, 71.9, 1)));
        assertEquals(
                List.of("a0 AGE"),
                decide(Long.MAX_VALUE, ROOMY, AT_FOUR.withHour(16), log("a", AT_FOUR.withHour(16), 90, 1)));
        assertEquals(List.of(), decide(Long.MAX_VALUE, ROOMY, AT_NOON, log("a", AT_NOON, 90, 80, 1)));
    }

    @Test
    void oldSegmentsGoAtOnceWhenTheDiskIsCrowdedAndRecentOnesStay() {
        LogContents log = log("a", AT_NOON, 90, 71, 1);
        assertEquals(List.of(), decide(Long.MAX_VALUE, used(75), AT_NOON, log));
        assertEquals(List.of("a0 AGE_AND_DISK"), decide(Long.MAX_VALUE, used(76), AT_NOON, log));
        assertEquals(List.of("a0 AGE_AND_DISK"), decide(Long.MAX_VALUE, used(85), AT_NOON, log));
    }

    @Test
    void aRecentSegmentKeepsTheOlderOnesBehindItBecauseALogHasNoHoles() {
        assertEquals(List.of(), decide(Long.MAX_VALUE, ROOMY, AT_FOUR, log("a", AT_FOUR, 1, 90, 90, 1)));
    }

    @Test
    void aFileFromTheFutureIsNotOld() {
        assertEquals(List.of(), decide(Long.MAX_VALUE, ROOMY, AT_FOUR, log("a", AT_FOUR, -500, 1)));
    }

    @Test
    void theOldestSegmentsOfTheNodeGoWhenTheDiskIsTooFull() {
        LogContents a = log("a", AT_NOON, 9, 5, 3, 0);
        LogContents b = log("b", AT_NOON, 8, 4, 0);
        assertEquals(List.of("a0 DISK"), decide(Long.MAX_VALUE, used(86), AT_NOON, a, b));
        assertEquals(List.of("a0 DISK", "b0 DISK", "a1 DISK"), decide(Long.MAX_VALUE, used(88), AT_NOON, a, b));
        assertEquals(
                List.of("a0 DISK", "b0 DISK", "a1 DISK", "b1 DISK", "a2 DISK"),
                decide(Long.MAX_VALUE, used(99), AT_NOON, a, b),
                "what is written to stays");
    }

    @Test
    void whatIsOldAnywayCountsTowardsTheRoomThatIsNeeded() {
        assertEquals(
                List.of("a0 AGE_AND_DISK", "a1 AGE_AND_DISK"),
                decide(Long.MAX_VALUE, used(87), AT_NOON, log("a", AT_NOON, 90, 90, 3, 0)));
    }

    @Test
    void aLogIsCutToItsBoundWhateverAgeAndHour() {
        LogContents log = log("a", AT_NOON, 4, 3, 2, 1, 0);
        assertEquals(List.of(), decide(500, ROOMY, AT_NOON, log));
        assertEquals(List.of("a0 LOG_SIZE"), decide(499, ROOMY, AT_NOON, log));
        assertEquals(List.of("a0 LOG_SIZE", "a1 LOG_SIZE", "a2 LOG_SIZE"), decide(200, ROOMY, AT_NOON, log));
        assertEquals(
                List.of("a0 LOG_SIZE", "a1 LOG_SIZE", "a2 LOG_SIZE", "a3 LOG_SIZE"),
                decide(1, ROOMY, AT_NOON, log),
                "what is written to stays");
        assertEquals(
                List.of("b0 LOG_SIZE"),
                decide(300, ROOMY, AT_NOON, log("a", AT_NOON, 4, 3, 0), log("b", AT_NOON, 4, 3, 2, 0)),
                "each ring has its own bound");
    }

    @Test
    void nothingGoesThatIsStillNeeded() {
        LogContents log = log("a", AT_FOUR, 99, 98, 97, 96);
        for (long needed = 0; needed <= 4; needed++) {
            for (long within = 0; within < SEGMENT; within += SEGMENT / 2) {
                LogContents held = new LogContents("a", log.segments(), needed * SEGMENT + within, NOTHING_WAITS);
                assertEquals(needed, decide(1, used(99), AT_FOUR, held).size());
            }
        }
    }

    @Test
    void whatWaitsToBeDeliveredGoesLastAndOnlyFromADiskThatIsTooFull() {
        LogContents a = waitingFrom(SEGMENT + 50, log("a", AT_FOUR, 99, 98, 97, 96));
        LogContents b = log("b", AT_FOUR, 3, 2, 1);
        assertEquals(List.of("a0 AGE"), decide(1_000, ROOMY, AT_FOUR, a));
        assertEquals(List.of("a0 LOG_SIZE"), decide(100, ROOMY, AT_NOON, a));
        assertEquals(List.of("a0 AGE_AND_DISK", "b0 DISK", "b1 DISK"), decide(Long.MAX_VALUE, used(88), AT_NOON, a, b));
        assertEquals(
                List.of("a0 AGE_AND_DISK", "b0 DISK", "b1 DISK", "a1 DISK"),
                decide(Long.MAX_VALUE, used(89), AT_NOON, a, b));
    }

    private static LogContents waitingFrom(long offset, LogContents log) {
        return new LogContents(log.ring(), log.segments(), log.deletableBefore(), offset);
    }

    @Test
    void anEmptyDiskAndNoLogsAskForNothing() {
        assertEquals(List.of(), decide(1, new DiskUsage(0, 0), AT_FOUR));
        assertEquals(100, new DiskUsage(0, 0).usedPercent());
        assertEquals(List.of(), decide(1, used(99), AT_FOUR, new LogContents("a", List.of(), 0, NOTHING_WAITS)));
    }

    /** What must hold of any decision, for many random situations. */
    @Test
    void decisionsAreSoundWhateverTheSituation() {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 5_000; i++) {
            ZonedDateTime now = AT_FOUR.withHour(random.nextInt(24));
            List<LogContents> logs = new ArrayList<>();
            for (String ring : List.of("a", "b", "c").subList(0, 1 + random.nextInt(3))) {
                double[] ages =
                        random.doubles(1 + random.nextInt(6), 0, 150).sorted().toArray();
                for (int from = 0, to = ages.length - 1; from < to; from++, to--) {
                    double swapped = ages[from];
                    ages[from] = ages[to];
                    ages[to] = swapped;
                }
                LogContents full = log(ring, now, ages);
                long end = ages.length * SEGMENT;
                logs.add(new LogContents(
                        ring,
                        full.segments(),
                        random.nextLong(end),
                        random.nextBoolean() ? NOTHING_WAITS : random.nextLong(end)));
            }
            long maxLogBytes = random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(800);
            DiskUsage disk = used(random.nextInt(101));
            check(maxLogBytes, disk, now, logs);
        }
    }

    private static void check(long maxLogBytes, DiskUsage disk, ZonedDateTime now, List<LogContents> logs) {
        List<Deletion> deletions = new RetentionRules(settings(maxLogBytes)).decide(logs, disk, now);
        Map<String, Long> next = new HashMap<>();
        Map<String, LogContents> byRing = logs.stream().collect(Collectors.toMap(LogContents::ring, log -> log));
        for (Deletion deletion : deletions) {
            LogSegment segment = deletion.segment();
            assertEquals(next.getOrDefault(deletion.ring(), 0L), segment.baseOffset(), "lowest first, no holes");
            next.put(deletion.ring(), segment.endOffset());
            assertTrue(segment.endOffset() <= contents(byRing, deletion).deletableBefore());
            assertTrue(deletion.reason() == Deletion.Reason.DISK
                    || segment.endOffset() <= contents(byRing, deletion).waitingFrom());
            assertTrue(isAllowed(deletion, maxLogBytes, disk, now), () -> deletion + " at " + disk + " " + now);
        }
        long kept = disk.usedBytes() - deletions.size() * SEGMENT;
        for (LogContents log : logs) {
            long start = next.getOrDefault(log.ring(), 0L);
            boolean exhausted = log.deletable().stream().allMatch(segment -> segment.endOffset() <= start);
            boolean waits = start + SEGMENT > log.waitingFrom();
            assertTrue(exhausted || waits || log.sizeBytes() - start <= maxLogBytes, "the bound of each log is kept");
            assertTrue(exhausted || kept <= 8_500, "the disk is relieved as far as it goes");
        }
    }

    private static LogContents contents(Map<String, LogContents> byRing, Deletion deletion) {
        LogContents contents = byRing.get(deletion.ring());
        if (contents == null) {
            throw new AssertionError(deletion + " is of no ring that was asked about");
        }
        return contents;
    }

    private static boolean isAllowed(Deletion deletion, long maxLogBytes, DiskUsage disk, ZonedDateTime now) {
        boolean old = now.toInstant().toEpochMilli() - deletion.segment().lastModifiedMs() > RESERVED.toMillis();
        return switch (deletion.reason()) {
            case AGE -> old && (now.getHour() == 4 || now.getHour() == 16);
            case AGE_AND_DISK -> old && disk.usedPercent() > 75;
            case LOG_SIZE -> maxLogBytes < Long.MAX_VALUE;
            case DISK -> disk.usedPercent() > 85;
        };
    }
}
