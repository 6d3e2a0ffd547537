package io.ringmq.raft.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.commitlog.ChainPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilesTest {

    private static final Members MEMBERS =
            new Members(List.of("a:1", "b:1"), List.of("c:1"), List.of("a:1"), List.of());

    @TempDir
    private Path root;

    private SnapshotFiles open() throws IOException {
        return SnapshotFiles.open(root.resolve("snapshots"), "ring");
    }

    private static Manifest manifest(SnapshotFiles files, long index) throws IOException {
        return new Manifest(
                "ring", new ChainPoint(index, 2, -5, index * 80), index - 1, 64, MEMBERS, files.checksums(index));
    }

    private static Manifest take(SnapshotFiles files, long index) throws IOException {
        Path state = Files.createDirectory(files.begin(index));
        Files.writeString(state.resolve("000001.sst"), "table " + index);
        Files.writeString(state.resolve("CURRENT"), "current " + index);
        Manifest manifest = manifest(files, index);
        files.commit(manifest);
        return manifest;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(root.resolve("snapshots"))) {
            return entries.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsTheNewestOverARestart() throws IOException {
        SnapshotFiles files = open();
        assertNull(files.newest());
        take(files, 10);
        Manifest second = take(files, 20);
        assertEquals(second, files.newest());
        assertEquals(second, open().newest());
        assertEquals(List.of("00000000000000000020"), names());
    }

    @Test
    void removesWhatACrashLeft() throws IOException {
        SnapshotFiles files = open();
        Manifest first = take(files, 10);
        Files.createDirectory(files.begin(20));
        assertEquals(first, open().newest());
        assertEquals(List.of("00000000000000000010"), names());
    }

    @Test
    void aDamagedSnapshotIsSetAside() throws IOException {
        SnapshotFiles files = open();
        take(files, 10);
        Path snapshot = root.resolve("snapshots/00000000000000000010");
        Files.writeString(snapshot.resolve("state/CURRENT"), "short");
        assertNull(open().newest());
        assertEquals(List.of("damaged-00000000000000000010"), names());
        take(open(), 20);
        assertEquals(List.of("00000000000000000020"), names());
        Files.writeString(root.resolve("snapshots/00000000000000000020/MANIFEST"), "ringmq-snapshot 1\n");
        assertNull(open().newest());
    }

    @Test
    void aDamagedFileIsFoundWhenItIsUsed() throws IOException {
        SnapshotFiles files = open();
        take(files, 10);
        Files.writeString(root.resolve("snapshots/00000000000000000010/state/CURRENT"), "CURRENT 10");
        SnapshotException damage = assertThrows(SnapshotException.class, () -> files.restore(root.resolve("restored")));
        assertTrue(String.valueOf(damage.getMessage()).contains("CURRENT"), damage.toString());
        assertNull(files.newest());
        assertFalse(Files.exists(root.resolve("restored")));
    }

    @Test
    void restoresTheStateWithLinksToTablesOnly() throws IOException {
        SnapshotFiles files = open();
        Path restored = root.resolve("restored");
        Files.createDirectory(restored);
        Files.writeString(restored.resolve("old"), "old");
        take(files, 10);
        assertEquals(10, Objects.requireNonNull(files.restore(restored)).index());
        assertEquals("table 10", Files.readString(restored.resolve("000001.sst")));
        Files.writeString(restored.resolve("CURRENT"), "changed");
        assertFalse(Files.exists(restored.resolve("old")));
        assertEquals(10, Objects.requireNonNull(files.restore(restored)).index());
        assertEquals("current 10", Files.readString(restored.resolve("CURRENT")));
    }

    @Test
    void aManifestIsReadBackOrRefused() {
        Manifest manifest = new Manifest(
                "ring",
                new ChainPoint(7, 3, -77, 4096),
                6,
                0,
                MEMBERS,
                List.of(new Manifest.StateFile("000001.sst", 5, -1)));
        byte[] text = ManifestText.encode(manifest);
        assertEquals(manifest, ManifestText.decode(text));
        for (int i = 0; i < text.length - 1; i++) {
            byte[] damaged = text.clone();
            damaged[i] ^= 1;
            assertThrows(SnapshotException.class, () -> ManifestText.decode(damaged));
        }
        String escaping = new String(text, StandardCharsets.UTF_8).replace("000001.sst", "../../x.ss");
        assertThrows(SnapshotException.class, () -> ManifestText.decode(escaping.getBytes(StandardCharsets.UTF_8)));
    }
}
