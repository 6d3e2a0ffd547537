package io.ringmq.raft.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.raft.rpc.CopyRefusedException;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.Members;
import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.CopiedFrames;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.disk.DiskFile;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopySourceTest {

    private static final int SEGMENT_BYTES = 1 << 16;
    private static final long ENTRIES = 100;
    private static final long SNAPSHOT_INDEX = 80;

    private final AtomicLong nanos = new AtomicLong(1000);
    private final AtomicInteger snapshotsAsked = new AtomicInteger();

    @TempDir
    private Path root;

    private final MemoryDisk disk = new MemoryDisk();
    private CommitLog log;
    private SnapshotFiles files;
    private CopySource source;

    @BeforeEach
    void open() throws IOException {
        log = CommitLog.open(
                disk,
                CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES).withPreallocateBytes(1 << 12),
                Runnable::run);
        for (long index = 1; index <= ENTRIES; index++) {
            log.append(List.of(new FrameInput(index, 1, FrameType.DATA, 1, ByteBuffer.allocate(5000))));
        }
        files = SnapshotFiles.open(root, "ring");
        LogMender alone = new LogMender(
                "ring",
                new Endpoint("127.0.0.1", 1),
                peer -> {
                    throw new IllegalStateException("nobody is asked here");
                },
                nanos::get);
        source = new CopySource("ring", log, files, snapshotsAsked::incrementAndGet, alone, nanos::get);
    }

    private void take(long index) throws IOException {
        Path state = Files.createDirectory(files.begin(index));
        Files.writeString(state.resolve("CURRENT"), "0123456789");
        files.commit(new Manifest(
                "ring",
                Objects.requireNonNull(log.pointAfter(index)),
                index,
                0,
                new Members(List.of("a:1"), List.of(), List.of(), List.of()),
                files.checksums(index)));
    }

    private ByteBuffer read(String what, long session, long offset, int count) {
        GetFileResponse response = source.read(GetFileRequest.newBuilder()
                .setFilename("ring/" + what)
                .setReaderId(session)
                .setOffset(offset)
                .setCount(count)
                .build());
        return response.getData().asReadOnlyByteBuffer();
    }

    private CopyOffer offer() {
        return CopyOffer.decode(read(CopyOffer.OPEN, 0, 0, 0));
    }

    private void assertRefused(String what, long session, long offset, int count) {
        assertThrows(CopyRefusedException.class, () -> read(what, session, offset, count));
    }

    /** For a replica that mends its log; neither a snapshot nor a session is needed. */
    @Test
    void givesOutSingleEntries() throws IOException {
        CopiedFrames frames = new CopiedFrames(SEGMENT_BYTES, log.start());
        for (long index = 1; index <= ENTRIES; index++) {
            assertEquals(1, frames.take(read(CopyOffer.ENTRIES, 0, index, 1)).size());
        }
        assertEquals(log.pointAfter(ENTRIES), frames.end());
        assertRefused(CopyOffer.ENTRIES, 0, ENTRIES + 1, 1);
        assertRefused(CopyOffer.ENTRIES, 0, 0, 1);
        assertRefused(CopyOffer.ENTRIES, 0, 1, 0);
        assertEquals(0, snapshotsAsked.get());
    }

    @Test
    void givesOutLogAndState() throws IOException {
        take(SNAPSHOT_INDEX);
        CopyOffer offer = offer();
        assertEquals(files.newest(), offer.manifest());
        assertEquals(log.start(), offer.logStart());
        CopiedFrames frames = new CopiedFrames(SEGMENT_BYTES, offer.logStart());
        while (frames.end().index() < SNAPSHOT_INDEX) {
            frames.take(read(CopyOffer.LOG, offer.session(), frames.end().index() + 1, 20_000));
        }
        assertEquals(offer.manifest().point(), frames.end());
        assertEquals(
                ByteBuffer.wrap("234".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                read(CopyOffer.STATE + "CURRENT", offer.session(), 2, 3));
        assertEquals(
                0, read(CopyOffer.STATE + "CURRENT", offer.session(), 10, 3).remaining());
    }

    @Test
    void doesNotGiveOutWhatIsDamaged() throws IOException {
        take(SNAPSHOT_INDEX);
        CopyOffer offer = offer();
        long damaged = 3;
        long offset = Objects.requireNonNull(log.position(damaged)).frameOffset();
        try (DiskFile file = disk.open("commitlog/%020d".formatted(0))) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1})}, offset + 100);
        }
        assertRefused(CopyOffer.LOG, offer.session(), damaged, 1);
        assertRefused(CopyOffer.LOG, offer.session(), 1, 20_000);
        assertRefused(CopyOffer.ENTRIES, 0, damaged, 1);
        assertTrue(read(CopyOffer.LOG, offer.session(), damaged + 1, 1).hasRemaining());
    }

    @Test
    void refusesWhatIsNotOffered() throws IOException {
        take(SNAPSHOT_INDEX);
        CopyOffer offer = offer();
        long session = offer.session();
        assertRefused(CopyOffer.LOG, session + 1, 1, 100);
        assertRefused(CopyOffer.LOG, session, 0, 100);
        assertRefused(CopyOffer.LOG, session, -5, 100);
        assertRefused(CopyOffer.LOG, session, SNAPSHOT_INDEX + 1, 100);
        assertRefused(CopyOffer.LOG, session, 1, 0);
        assertRefused(CopyOffer.STATE + "CURRENT", session, 11, 1);
        assertRefused(CopyOffer.STATE + "../MANIFEST", session, 0, 1);
        assertRefused("state", session, 0, 1);
        read(CopyOffer.CLOSE, session, 0, 0);
        assertRefused(CopyOffer.LOG, session, 1, 100);
    }

    @Test
    void asksForASnapshotIfThereIsNone() {
        assertRefused(CopyOffer.OPEN, 0, 0, 0);
        assertEquals(1, snapshotsAsked.get());
        assertFalse(source.isActive());
    }

    @Test
    void keepsWhatASessionNeedsAsLongAsItGoesOn() throws IOException {
        take(SNAPSHOT_INDEX);
        long session = offer().session();
        take(90);
        log.truncatePrefix(91);
        log.deleteSegmentsBefore(Long.MAX_VALUE);
        assertEquals(0, log.startOffset());
        read(CopyOffer.LOG, session, 40, 100);
        log.deleteSegmentsBefore(Long.MAX_VALUE);
        assertEquals(3 * SEGMENT_BYTES, log.startOffset());
        assertEquals(10, read(CopyOffer.STATE + "CURRENT", session, 0, 100).remaining());

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(CopySource.IDLE_SECONDS));
        source.expire();
        assertTrue(source.isActive());
        nanos.addAndGet(1);
        source.expire();
        assertFalse(source.isActive());
        assertRefused(CopyOffer.LOG, session, 40, 100);
        log.deleteSegmentsBefore(Long.MAX_VALUE);
        assertTrue(log.startOffset() > 3 * SEGMENT_BYTES);
        assertFalse(Files.exists(root.resolve("%020d".formatted(SNAPSHOT_INDEX))));
    }

    @Test
    void aDamagedSnapshotIsSetAsideAndAnotherAskedFor() throws IOException {
        take(SNAPSHOT_INDEX);
        long session = offer().session();
        read(CopyOffer.DAMAGED, session, 0, 0);
        assertEquals(0, snapshotsAsked.get());
        Files.writeString(root.resolve("%020d/state/CURRENT".formatted(SNAPSHOT_INDEX)), "0123456780");
        read(CopyOffer.DAMAGED, session, 0, 0);
        assertEquals(1, snapshotsAsked.get());
        assertRefused(CopyOffer.OPEN, 0, 0, 0);
    }
}
