package io.ringmq.raft.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.disk.NioDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallDirectoryTest {

    private static final byte[] CONTENT = "copied".getBytes(StandardCharsets.US_ASCII);

    private static final CommitLogOptions OPTIONS =
            CommitLogOptions.defaults().withSegmentBytes(1 << 16).withPreallocateBytes(1 << 12);

    @TempDir
    private Path root;

    private InstallDirectory directory;
    private Manifest manifest;

    @BeforeEach
    void prepare() throws IOException {
        directory = new InstallDirectory(root, "ring");
        Path sample = Files.write(root.resolve("sample"), CONTENT);
        manifest = new Manifest(
                "ring",
                new ChainPoint(50, 3, 7, 800),
                49,
                0,
                new Members(List.of("a:1"), List.of(), List.of(), List.of()),
                List.of(new Manifest.StateFile("000007.sst", CONTENT.length, FileTree.checksum(sample))));
        Files.createDirectories(root.resolve("raft/raftindex"));
        Files.writeString(root.resolve("raft/old"), "old");
        Files.writeString(root.resolve("raft/raft-meta"), "vote of this node");
        Files.createDirectories(root.resolve("state"));
        Files.writeString(root.resolve("state/old"), "old");
        Path snapshot = Files.createDirectories(root.resolve("snapshots/%020d/state".formatted(20)));
        Files.writeString(snapshot.resolve("old"), "old");
    }

    private void copy() throws IOException {
        directory.begin(manifest);
        Manifest.StateFile file = manifest.files().get(0);
        directory.append(file, ByteBuffer.wrap(CONTENT, 0, 2));
        directory.append(file, ByteBuffer.wrap(CONTENT, 2, CONTENT.length - 2));
        directory.finish(file);
        Files.createDirectories(root.resolve("install/raft/commitlog"));
        Files.writeString(root.resolve("install/raft/commitlog/new"), "new");
    }

    private void assertReplaced() throws IOException {
        assertFalse(Files.exists(root.resolve("raft/old")));
        assertEquals("new", Files.readString(root.resolve("raft/commitlog/new")));
        assertEquals("vote of this node", Files.readString(root.resolve("raft/raft-meta")));
        assertEquals("copied", Files.readString(root.resolve("state/000007.sst")));
        assertFalse(Files.exists(root.resolve("state/old")));
        assertEquals(
                manifest, SnapshotFiles.open(root.resolve("snapshots"), "ring").newest());
        assertFalse(Files.exists(root.resolve("install")));
    }

    private void assertUntouched() throws IOException {
        assertEquals("old", Files.readString(root.resolve("raft/old")));
        assertEquals("old", Files.readString(root.resolve("state/old")));
    }

    @Test
    void aCompleteCopyTakesThePlaceOfTheFiles() throws IOException {
        copy();
        directory.complete();
        assertUntouched();
        assertTrue(directory.commit(OPTIONS));
        assertReplaced();
        directory.complete();
        assertReplaced();
    }

    @Test
    void anEmptyNodeHasNothingToKeep() throws IOException {
        FileTree.delete(root.resolve("raft"));
        FileTree.delete(root.resolve("state"));
        FileTree.delete(root.resolve("snapshots"));
        copy();
        assertTrue(directory.commit(OPTIONS));
        assertEquals("new", Files.readString(root.resolve("raft/commitlog/new")));
        assertEquals("copied", Files.readString(root.resolve("state/000007.sst")));
    }

    @Test
    void aGroupThatHasTheSnapshotsEntryKeepsWhatItHas() throws IOException {
        copy();
        try (CommitLog log = CommitLog.open(new NioDisk(root.resolve("raft")), OPTIONS, Runnable::run)) {
            for (long index = 1; index <= 51; index++) {
                log.append(
                        List.of(new FrameInput(index, index < 50 ? 1 : 3, FrameType.DATA, 1, ByteBuffer.allocate(10))));
            }
        }
        assertFalse(directory.commit(OPTIONS));
        assertUntouched();
        assertFalse(Files.exists(root.resolve("install")));
    }

    @Test
    void aGroupThatHasAnotherEntryThereGivesWhatItHasUp() throws IOException {
        copy();
        try (CommitLog log = CommitLog.open(new NioDisk(root.resolve("raft")), OPTIONS, Runnable::run)) {
            for (long index = 1; index <= 60; index++) {
                log.append(List.of(new FrameInput(index, 1, FrameType.DATA, 1, ByteBuffer.allocate(10))));
            }
        }
        assertTrue(directory.commit(OPTIONS));
        assertReplaced();
    }

    /** What the change has done when the process dies, step by step. */
    private interface Step {
        void run() throws IOException;
    }

    @Test
    void theChangeIsFinishedAfterACrashAtAnyStep() throws IOException {
        List<Step> steps = List.of(
                () -> Files.delete(root.resolve("raft/old")),
                () -> FileTree.delete(root.resolve("raft")),
                () -> Files.move(root.resolve("install/raft"), root.resolve("raft")),
                () -> FileTree.delete(root.resolve("snapshots")),
                () -> Files.createDirectories(root.resolve("snapshots")),
                () -> Files.move(root.resolve("install/snapshot"), root.resolve("snapshots/%020d".formatted(50))),
                () -> FileTree.delete(root.resolve("state")),
                () -> Files.createDirectories(root.resolve("state.tmp")));
        for (int done = 0; done <= steps.size(); done++) {
            FileTree.delete(root.resolve("raft"));
            FileTree.delete(root.resolve("snapshots"));
            FileTree.delete(root.resolve("state"));
            prepare();
            copy();
            Files.copy(root.resolve("raft/raft-meta"), root.resolve("install/raft/raft-meta"));
            Files.createFile(root.resolve("install/READY"));
            for (Step step : steps.subList(0, done)) {
                step.run();
            }
            new InstallDirectory(root, "ring").complete();
            assertReplaced();
        }
    }

    @Test
    void aCopyGoesOnUnlessTheSnapshotIsAnotherOne() throws IOException {
        Manifest.StateFile file = manifest.files().get(0);
        directory.begin(manifest);
        directory.append(file, ByteBuffer.wrap(CONTENT, 0, 2));
        InstallDirectory again = new InstallDirectory(root, "ring");
        again.begin(manifest);
        assertEquals(2, again.copiedBytes(file));
        again.append(file, ByteBuffer.wrap(CONTENT, 1, CONTENT.length - 2));
        assertThrows(SnapshotException.class, () -> again.finish(file));
        assertEquals(0, again.copiedBytes(file));
        Manifest other =
                new Manifest("ring", new ChainPoint(60, 3, 7, 900), 59, 0, manifest.members(), manifest.files());
        again.append(file, ByteBuffer.wrap(CONTENT));
        again.begin(other);
        assertEquals(0, again.copiedBytes(file));
        assertEquals(other, Objects.requireNonNull(directory.manifest()));
        Files.writeString(root.resolve("install/snapshot/MANIFEST"), "damaged");
        assertNull(directory.manifest());
        assertUntouched();
    }
}
