package io.ringmq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.ringmq.store.disk.SimDisk;
import io.ringmq.store.disk.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;

/**
 * One log on one simulated disk, driven by a seed: random operations, a stop of some kind, recovery, comparison with
 * the model; again and again.
 */
final class LogSimulation {
    static final long SEGMENT_BYTES = 65536;
    private static final int MAX_BODY_BYTES = (int) SEGMENT_BYTES - 64;
    private static final int HISTORY_LENGTH = 40;
    private static final int COMFORTABLE_ENTRIES = 120;

    private final Random random;
    private final SimDisk disk;
    private final CommitLogOptions options;
    private final boolean sync;
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final TreeSet<Long> usedTerms = new TreeSet<>();
    private LogModel model = new LogModel(SEGMENT_BYTES, 0, 0);
    /** What the log may be after a stop inside the current operation. */
    private List<LogModel> possible = List.of(model);

    private final ArrayDeque<String> history = new ArrayDeque<>();
    private CommitLog log;
    private long term = 1;
    private long recoveries;
    /** Where the log began after the last deletion or recovery; 0 while a reset may move it anywhere. */
    private long deletedTo;

    LogSimulation(long seed, FlushMode mode) throws IOException {
        this.random = new Random(seed);
        this.disk = new SimDisk(random.nextLong());
        this.sync = mode == FlushMode.SYNC;
        this.options = CommitLogOptions.defaults()
                .withSegmentBytes(SEGMENT_BYTES)
                .withFlushMode(mode)
                .withCheckpointEveryBytes(1 << (12 + random.nextInt(6)))
                .withPreallocateBytes(4096 << random.nextInt(5))
                .withMaxUnforcedBytes(4096 << random.nextInt(5));
        this.log = CommitLog.open(disk, options, background::add);
    }

    long trace() {
        return disk.trace() * 31 + model.last() + recoveries;
    }

    long recoveries() {
        return recoveries;
    }

    /** The last operations, for the message of a failure. */
    List<String> history() {
        return List.copyOf(history);
    }

    private void note(String what) {
        if (history.size() == HISTORY_LENGTH) {
            history.removeFirst();
        }
        history.add(what + " [" + log.firstIndex() + ", " + log.lastIndex() + "] " + log.startOffset() + ".."
                + log.endOffset());
    }

    void cycle() throws IOException {
        planFault();
        boolean stopped = false;
        int operations = 1 + random.nextInt(12);
        for (int i = 0; i < operations && !stopped; i++) {
            stopped = !survives();
        }
        boolean powerCut = random.nextInt(3) > 0;
        if (!stopped && random.nextInt(8) == 0) {
            stopped = !closes();
        }
        stop(powerCut);
        recover(powerCut);
        switch (random.nextInt(12)) {
            case 0 -> damageEntry();
            case 1 -> damageIndex();
            case 2 -> damageCheckpoint();
            case 3 -> recoverAgain();
            default -> {}
        }
    }

    private void planFault() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> disk.crashAfter(1 + random.nextInt(40));
            case 3 -> disk.failWriteAfter(1 + random.nextInt(20));
            case 4 -> disk.failForceAfter(1 + random.nextInt(20));
            case 5 -> disk.limitSpace(random.nextInt((int) SEGMENT_BYTES * 2));
            default -> {}
        }
    }

    /** Runs one operation; false if the process must stop after it. */
    private boolean survives() {
        try {
            operate();
            possible = List.of(model);
            while (!background.isEmpty() && random.nextBoolean()) {
                background.remove().run();
            }
            return true;
        } catch (SimulatedCrash e) {
            note(e.toString());
            return false;
        } catch (LogFailedException e) {
            note(e + ": " + e.getCause());
            staysFailed();
            return false;
        }
    }

    private void staysFailed() {
        assertThrows(LogFailedException.class, () -> log.append(List.of()));
        assertThrows(LogFailedException.class, () -> log.force());
        assertThrows(LogFailedException.class, () -> log.truncateSuffix(0));
    }

    private boolean closes() {
        try {
            // Throws if the background task has failed the log meanwhile; closing a failed log forces nothing.
            log.append(List.of());
            log.close();
            model.forced();
            return true;
        } catch (SimulatedCrash | LogFailedException e) {
            return false;
        }
    }

    private void operate() {
        long entries = model.last() - model.first() + 1;
        int choice = random.nextInt(entries > COMFORTABLE_ENTRIES ? 26 : 20);
        switch (choice) {
            case 0, 1, 2 -> truncateSuffix();
            case 3 -> reset();
            case 4, 5 -> read();
            case 6, 7 -> force();
            case 8 -> deleteSegments();
            case 9, 20, 21, 22, 23, 24, 25 -> truncatePrefix();
            case 10 -> elect();
            default -> append();
        }
    }

    private void append() {
        List<FrameInput> inputs = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 6);
        for (int i = 0; i < count; i++) {
            inputs.add(input(model.last() + 1 + i));
        }
        note("append " + count + " of term " + term);
        LogModel attempted = model.copy();
        attempted.append(inputs);
        possible = List.of(attempted);
        log.append(inputs);
        model = attempted;
        if (sync) {
            model.forced();
            assertEquals(model.last(), log.forcedIndex());
        } else {
            model.acknowledged();
        }
        assertEquals(model.last(), log.storedIndex());
        assertEquals(model.endOffset(), log.endOffset());
    }

    private FrameInput input(long index) {
        FrameType type = switch (random.nextInt(12)) {
            case 0 -> FrameType.CONF;
            case 1 -> FrameType.NOOP;
            default -> FrameType.DATA;
        };
        int bodyBytes = switch (random.nextInt(40)) {
            case 0 -> MAX_BODY_BYTES - random.nextInt(2) * random.nextInt(200);
            case 1, 2 -> 0;
            case 3, 4 -> 1;
            case 5 -> random.nextInt(20_000);
            // Of equal size, so that frames of different histories lie at equal offsets.
            case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> 448;
            default -> random.nextInt(2_000);
        };
        byte[] body = new byte[bodyBytes];
        random.nextBytes(body);
        usedTerms.add(term);
        return new FrameInput(index, term, type, random.nextInt(9), ByteBuffer.wrap(body));
    }

    /** A new leader writes in a term never used before, which may be older than entries it replaced. */
    private void elect() {
        term = Math.max(1, model.lastTerm()) + random.nextInt(5);
        while (usedTerms.contains(term)) {
            term++;
        }
    }

    private void truncateSuffix() {
        long least = model.first() - 1;
        long kept = model.last() - Math.min(model.last() - least, random.nextInt(random.nextBoolean() ? 4 : 60));
        note("truncateSuffix " + kept);
        LogModel old = model.copy();
        old.atMost(kept);
        possible = List.of(old);
        log.truncateSuffix(kept);
        if (kept < model.last()) {
            model.truncateSuffix(kept);
            model.forced();
            elect();
        }
        assertEquals(kept, log.lastIndex());
        assertEquals(kept == old.last() ? log.forcedIndex() : kept, log.forcedIndex());
    }

    private void truncatePrefix() {
        long size = model.last() - model.first() + 1;
        long first = model.first() + random.nextLong(size + 2);
        if (random.nextInt(20) == 0) {
            first = model.last() + 2 + random.nextInt(10);
        }
        note("truncatePrefix " + first);
        LogModel shortened = model.copy();
        if (first > model.last() + 1) {
            shortened = new LogModel(SEGMENT_BYTES, first - 1, model.nextSegment());
            deletedTo = 0;
        } else if (first > model.first()) {
            shortened.truncatePrefix(first);
        }
        possible = List.of(model, shortened);
        log.truncatePrefix(first);
        model = shortened;
        assertEquals(model.first(), log.firstIndex());
    }

    private void reset() {
        if (random.nextInt(4) > 0) {
            return;
        }
        long next = 1 + random.nextLong(model.last() + 50);
        note("reset " + next);
        deletedTo = 0;
        if (random.nextBoolean()) {
            LogModel empty = new LogModel(SEGMENT_BYTES, next - 1, model.nextSegment());
            possible = List.of(model, empty);
            log.reset(next);
            model = empty;
        } else {
            long offset = random.nextLong(model.endOffset() + SEGMENT_BYTES) / 8 * 8;
            LogModel empty = new LogModel(SEGMENT_BYTES, next - 1, offset);
            possible = List.of(model, empty);
            log.reset(new ChainPoint(next - 1, 0, 0, offset));
            model = empty;
        }
        assertEquals(next, log.firstIndex());
        assertEquals(next - 1, log.lastIndex());
        elect();
    }

    private void deleteSegments() {
        long offset = random.nextLong(log.endOffset() + SEGMENT_BYTES);
        long before = log.startOffset();
        long leased = before + random.nextLong(log.endOffset() - before + 1);
        boolean held = random.nextBoolean();
        note("deleteSegmentsBefore " + offset + (held ? " leased from " + leased : ""));
        SegmentLease lease = held ? log.lease(leased) : null;
        log.deleteSegmentsBefore(offset);
        long raftNeeds = model.last() < model.first() ? log.endOffset() : model.offset(model.first());
        assertTrue(log.startOffset() <= raftNeeds, "what Raft needs stays");
        assertTrue(log.startOffset() <= Math.max(before, offset), "no more goes than was asked for");
        if (lease != null) {
            assertTrue(log.startOffset() <= leased, "what is leased stays");
            lease.close();
        }
        deletedTo = log.startOffset();
    }

    private void force() {
        note("force");
        log.force();
        model.forced();
        assertEquals(model.last(), log.forcedIndex());
    }

    private void read() {
        if (model.last() >= model.first()) {
            checkEntry(model.first() + random.nextLong(model.last() - model.first() + 1));
        }
        if (model.last() >= model.lowest()) {
            long index = model.lowest() + random.nextLong(model.last() - model.lowest() + 1);
            long inside = model.offset(index) + random.nextLong(LogModel.frameBytes(model.entry(index)));
            Frame frame = log.frameContaining(inside);
            if (model.offset(index) >= log.startOffset()) {
                assertNotNull(frame);
                assertEquals(index, frame.index());
            } else {
                assertNull(frame);
            }
        }
    }

    private void stop(boolean powerCut) {
        note(powerCut ? "power cut" : "kill");
        if (powerCut) {
            disk.powerCut();
        } else {
            disk.processKill();
        }
        background.clear();
    }

    /** Recovers, perhaps after stops inside the recovery, and adopts what is left if it is allowed. */
    private void recover(boolean powerCutBefore) throws IOException {
        boolean powerCut = powerCutBefore;
        while (!opensUnderFault()) {
            boolean again = random.nextBoolean();
            powerCut |= again;
            stop(again);
        }
        recoveries++;
        assertTrue(log.startOffset() >= deletedTo, "deleted segments do not come back");
        deletedTo = log.startOffset();
        boolean lost = powerCut;
        model = possible.stream()
                .filter(candidate -> candidate.allows(log, lost) && holdsContent(candidate))
                .findFirst()
                .orElseGet(() -> fail(describe(lost)));
        model.truncateSuffix(log.lastIndex());
        model.forced();
        possible = List.of(model);
        checkAll();
        elect();
    }

    private boolean holdsContent(LogModel candidate) {
        for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
            Frame frame = Objects.requireNonNull(log.read(index));
            FrameInput input = candidate.entry(index);
            if (frame.term() != input.term() || !frame.body().equals(input.body())) {
                return false;
            }
        }
        return true;
    }

    private String describe(boolean powerCut) {
        StringBuilder text = new StringBuilder("After a " + (powerCut ? "power cut" : "kill") + " the log is ["
                + log.firstIndex() + ", " + log.lastIndex() + "]; allowed:");
        for (LogModel candidate : possible) {
            text.append(" [" + candidate.first() + ", " + candidate.durable() + ".." + candidate.last() + "]");
        }
        return text.toString();
    }

    private boolean opensUnderFault() {
        switch (random.nextInt(10)) {
            case 0, 1 -> disk.crashAfter(1 + random.nextInt(12));
            case 2 -> disk.failForceAfter(1 + random.nextInt(5));
            case 3 -> disk.failWriteAfter(1 + random.nextInt(5));
            default -> {}
        }
        try {
            log = CommitLog.open(disk, options, background::add);
            note("recovered");
            return true;
        } catch (SimulatedCrash | IOException e) {
            note("recovery failed: " + e);
            return false;
        }
    }

    private void checkAll() {
        assertEquals(model.endOffset(), log.endOffset());
        assertEquals(log.lastIndex(), log.forcedIndex());
        List<Long> confs = new ArrayList<>();
        for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
            checkEntry(index);
            if (model.entry(index).type() == FrameType.CONF) {
                confs.add(index);
            }
        }
        assertEquals(confs, log.confFrames().stream().map(Frame::index).toList());
        assertNull(log.read(log.firstIndex() - 1));
        assertNull(log.read(log.lastIndex() + 1));
    }

    private void checkEntry(long index) {
        FrameInput input = model.entry(index);
        Frame frame = log.read(index);
        assertNotNull(frame);
        assertEquals(model.offset(index), frame.frameOffset());
        assertEquals(input.term(), frame.term());
        assertEquals(input.type(), frame.type());
        assertEquals(input.recordCount(), frame.recordCount());
        assertEquals(input.body(), frame.body());
        assertEquals(input.term(), log.term(index));
        assertEquals(
                new FramePosition(
                        model.offset(index), (int) LogModel.frameBytes(input), input.recordCount(), input.term()),
                log.position(index));
    }

    /** Recovery of what recovery left changes nothing. */
    private void recoverAgain() throws IOException {
        boolean powerCut = random.nextBoolean();
        stop(powerCut);
        recover(powerCut);
    }

    /** A flipped bit below the mark is reported, at the start or by the read, and nothing is cut because of it. */
    private void damageEntry() throws IOException {
        if (model.last() < model.first()) {
            return;
        }
        long index = model.first() + random.nextLong(model.last() - model.first() + 1);
        int bytes = 64 + model.entry(index).body().remaining();
        long offset = model.offset(index) + random.nextInt(random.nextBoolean() ? 64 : bytes);
        int bit = random.nextInt(8);
        String file = SegmentSet.name(offset / SEGMENT_BYTES * SEGMENT_BYTES);
        stop(random.nextBoolean());
        note("damage Entry");
        disk.flipBit(file, offset % SEGMENT_BYTES, bit);
        try {
            log = CommitLog.open(disk, options, background::add);
            assertEquals(model.last(), log.lastIndex());
            CorruptLogException e = assertThrows(CorruptLogException.class, () -> log.read(index));
            assertTrue(e.toString().contains(file), e::toString);
        } catch (CorruptLogException e) {
            assertTrue(e.toString().contains("commitlog/"), e::toString);
        }
        stop(random.nextBoolean());
        disk.flipBit(file, offset % SEGMENT_BYTES, bit);
        recover(true);
    }

    /** The index is derived, so damage to it costs nothing but a scan. */
    private void damageIndex() throws IOException {
        List<String> files = disk.list(DenseIndex.DIRECTORY);
        stop(random.nextBoolean());
        if (files.isEmpty() || model.last() < model.first()) {
            recover(true);
            return;
        }
        long index = model.first() + random.nextLong(model.last() - model.first() + 1);
        String file = DenseIndex.DIRECTORY + "/" + files.get(0);
        int position = (int) index * IndexEntry.BYTES + random.nextInt(IndexEntry.BYTES);
        if (random.nextBoolean()) {
            note("damage Index");
            disk.flipBit(file, position, random.nextInt(8));
        } else {
            disk.zeroSector(file, position);
        }
        recover(true);
    }

    /** One slot of the checkpoint may be lost at any time. */
    private void damageCheckpoint() throws IOException {
        stop(random.nextBoolean());
        int position = random.nextInt(2) * Checkpoint.SLOT_BYTES + random.nextInt(120);
        note("damage Checkpoint");
        disk.flipBit(Checkpoint.NAME, position, random.nextInt(8));
        recover(true);
    }
}
