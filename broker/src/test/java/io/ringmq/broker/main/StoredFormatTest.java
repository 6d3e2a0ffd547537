package io.ringmq.broker.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.state.ApplyListener;
import io.ringmq.broker.state.ResultSink;
import io.ringmq.broker.state.RingState;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.raft.storage.OriginFile;
import io.ringmq.raft.storage.RaftMetaFile;
import io.ringmq.remoting.message.DelayLevels;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.Frame;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.NioDisk;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.state.RocksOptions;
import io.ringmq.store.state.RocksStateStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a release has written, every later one reads. {@code data-0.1.0.zip} is the data directory of a node of a ring of
 * three, stopped in order after a snapshot: 120 messages, {@code body of kept-0} to {@code body of kept-119}, by a stock producer, in a topic of
 * four queues; consumed by the group {@code readers}. It is never made anew; a later release adds its own beside it.
 */
class StoredFormatTest {
    private static final long SEGMENT_BYTES = 8 << 20;
    private static final UUID NOBODY = new UUID(0, 0);
    private static final int MESSAGES = 120;
    private static final int QUEUES = 4;

    @TempDir
    Path dir;

    @Test
    void theDataOfRelease010() throws IOException {
        unzip("data-0.1.0.zip");
        NodeIdentity claimed = NodeIdentity.claim(dir, new NodeIdentity("RingMQ", "n0", NOBODY));
        assertNotEquals(NOBODY, claimed.directory(), "it has an identity");
        Path ring = dir.resolve("ring-0");
        Disk disk = new NioDisk(ring.resolve("raft"));
        OriginFile origin = OriginFile.open(disk, () -> NOBODY);
        assertNotEquals(NOBODY, origin.directory());
        assertEquals(3, origin.founders().size());
        Manifest snapshot = Objects.requireNonNull(
                SnapshotFiles.open(ring.resolve("snapshots"), "ring-0").newest());
        try (RaftMetaFile meta = RaftMetaFile.open(disk)) {
            assertTrue(meta.term() > 0);
        }
        CommitLogOptions options = CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES);
        try (CommitLog log = CommitLog.open(disk, options, Runnable::run);
                RocksStateStore store =
                        RocksStateStore.open(ring.resolve("state"), new RocksOptions(8 << 20, 8 << 20), log::force)) {
            RingState state = new RingState(store, DelayLevels.standard()::delayMs, ApplyListener.NONE);
            assertTrue(snapshot.index() > 0 && snapshot.index() <= log.lastIndex(), snapshot.toString());
            assertEquals(snapshot.point(), log.pointAfter(snapshot.index()));
            applyTheRest(log, state);
            assertEquals(QUEUES, Objects.requireNonNull(state.topic("kept")).readQueues());
            assertMessages(log, state);
        }
    }

    private static void applyTheRest(CommitLog log, RingState state) {
        for (long index = state.appliedIndex() + 1; index <= log.lastIndex(); index++) {
            Frame frame = Objects.requireNonNull(log.read(index));
            if (frame.type() == FrameType.DATA) {
                state.apply(index, frame.term(), frame.bodyOffset(), frame.body(), ResultSink.NONE);
            }
        }
        state.endOfRun();
    }

    private static void assertMessages(CommitLog log, RingState state) {
        StoredMessages stored = new StoredMessages(log, state);
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            expected.add("body of kept-" + i);
        }
        Set<String> found = new TreeSet<>();
        for (int queue = 0; queue < QUEUES; queue++) {
            List<QueueEntry> entries = new ArrayList<>(state.read("kept", queue, 0, MESSAGES));
            assertEquals(state.maxOffset("kept", queue), entries.size());
            assertEquals(entries.size(), state.committedOffset("readers", "kept", queue), "consumed to the end");
            for (WireMessage message : MessageLayout.readAll(stored.read(entries))) {
                found.add(StandardCharsets.UTF_8
                        .decode(message.body().duplicate())
                        .toString());
            }
        }
        assertEquals(expected, found);
    }

    private void unzip(String resource) throws IOException {
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/" + resource), resource);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = dir.resolve(entry.getName()).normalize();
                assertTrue(target.startsWith(dir), entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(zip, target);
                }
            }
        }
    }
}
