package io.ringmq.broker.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.RocksOptions;
import io.ringmq.store.state.RocksStateStore;
import io.ringmq.store.state.StateBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingStorageTest {
    @TempDir
    private Path root;

    @Test
    void aStateThatIsDamagedIsPutAsideAndBegunAnew() throws IOException {
        Path state = root.resolve("state");
        try (RocksStateStore store = RocksStateStore.open(state, RocksOptions.defaults(), () -> {});
                StateBatch batch = store.newBatch()) {
            batch.put(Family.OFFSETS, new byte[] {1}, new byte[] {2});
            store.write(batch, 7);
            store.flush();
        }
        // What a store leaves behind that has read something damaged.
        Files.write(state.resolve("DAMAGED"), new byte[0]);
        SnapshotFiles snapshots = SnapshotFiles.open(root.resolve("snapshots"), "ring");
        try (RingStorage storage = new RingStorage(state, RocksOptions.defaults(), snapshots)) {
            assertEquals(0, storage.appliedIndex());
        }
        assertFalse(Files.exists(state.resolve("DAMAGED")));
        assertTrue(Files.exists(root.resolve("snapshots/damaged-state/DAMAGED")));
    }
}
