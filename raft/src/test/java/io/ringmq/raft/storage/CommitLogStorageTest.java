package io.ringmq.raft.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.SnapshotMeta;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.Members;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.FramePosition;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CommitLogStorageTest {

    private static final CommitLogOptions OPTIONS =
            CommitLogOptions.defaults().withSegmentBytes(1 << 16).withPreallocateBytes(1 << 12);

    private final MemoryDisk disk = new MemoryDisk();
    private final List<Throwable> failures = new ArrayList<>();
    private CommitLog log = open();
    private StoredGate gate = new StoredGate(log);
    private final GroupStorage.Listener listener =
            new GroupStorage.Listener(failures::add, member -> {}, new DiskWait(() -> 0), Supplier::get);
    private CommitLogStorage storage = new CommitLogStorage(log, gate, listener);

    private CommitLog open() {
        try {
            return CommitLog.open(disk, OPTIONS, Runnable::run);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void reopen() {
        log.close();
        log = open();
        gate = new StoredGate(log);
        storage = new CommitLogStorage(log, gate, listener);
    }

    private static LogEntry data(long index, long term) {
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_DATA);
        entry.setId(new LogId(index, term));
        entry.setData(ByteBuffer.allocate(24)
                .putInt(0)
                .put((byte) 1)
                .position(12)
                .putInt(0)
                .put((byte) 1)
                .rewind());
        return entry;
    }

    private static LogEntry configuration(long index, long term, String... peers) {
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_CONFIGURATION);
        entry.setId(new LogId(index, term));
        entry.setPeers(List.of(peers).stream().map(PeerId::parsePeer).toList());
        return entry;
    }

    private List<LogEntry> list(LogEntry... entries) {
        return new ArrayList<>(List.of(entries));
    }

    @Test
    void keepsEntriesAndCountsRecords() {
        assertEquals(2, storage.appendEntries(list(configuration(1, 1, "a:1", "b:1"), data(2, 1))));
        reopen();
        LogEntry entry = Objects.requireNonNull(storage.getEntry(2));
        assertEquals(new LogId(2, 1), entry.getId());
        assertEquals(24, entry.getData().remaining());
        assertEquals(2, Objects.requireNonNull(log.position(2)).recordCount());
        LogEntry members = Objects.requireNonNull(storage.getEntry(1));
        assertEquals(
                List.of("a:1", "b:1"),
                members.getPeers().stream().map(PeerId::toString).toList());
        assertNull(members.getOldPeers());
        assertNull(storage.getEntry(3));
    }

    @Test
    void aLostBatchStopsTheNodeInsteadOfLeavingAHole() {
        storage.appendEntries(list(configuration(1, 1, "a:1"), data(2, 1)));
        assertEquals(0, storage.appendEntries(list(data(4, 1))));
        assertEquals(1, failures.size());
        assertEquals(2, log.lastIndex());
        assertThrows(IllegalStateException.class, () -> gate.await(4, 1));
    }

    @Test
    void aBodyThatIsNoRunOfRecordsIsNotStored() {
        LogEntry bad = data(1, 1);
        bad.setData(ByteBuffer.allocate(24).putInt(4711).rewind());
        assertEquals(0, storage.appendEntries(list(bad)));
        assertEquals(0, log.lastIndex());
        assertEquals(1, failures.size());
    }

    @Test
    void replaysConfigurationsAfterTruncation() {
        storage.appendEntries(list(configuration(1, 1, "a:1"), data(2, 1), configuration(3, 1, "a:1", "b:1")));
        storage.appendEntries(list(configuration(4, 2, "c:1")));
        assertTrue(storage.truncateSuffix(3));
        reopen();
        ConfigurationManager configurations = new ConfigurationManager();
        LogStorageOptions options = new LogStorageOptions();
        options.setConfigurationManager(configurations);
        assertTrue(storage.init(options));
        ConfigurationEntry last = configurations.getLastConfiguration();
        assertEquals(3, last.getId().getIndex());
        assertEquals(2, last.getConf().getPeers().size());
    }

    @Test
    void jointMembershipSurvives() {
        LogEntry entry = configuration(1, 1, "a:1", "b:1:0:7");
        entry.setOldPeers(List.of(PeerId.parsePeer("a:1")));
        entry.setLearners(List.of());
        LogEntry decoded = new LogEntry();
        ConfigurationBody.decode(ConfigurationBody.encode(entry), decoded);
        assertEquals(entry.getPeers(), decoded.getPeers());
        assertEquals(entry.getOldPeers(), decoded.getOldPeers());
        assertNull(decoded.getLearners(), "an empty list is written as none");
        assertNull(decoded.getOldLearners());
        ByteBuffer encoded = ConfigurationBody.encode(entry);
        for (int length = 0; length < encoded.limit(); length++) {
            ByteBuffer cut = encoded.slice(0, length);
            assertThrows(IllegalArgumentException.class, () -> ConfigurationBody.decode(cut, new LogEntry()));
        }
    }

    @Test
    void changingAnEntrysIdDoesNotChangeTheLog() {
        LogEntry entry = data(2, 1);
        storage.appendEntries(list(configuration(1, 1, "a:1"), entry));
        entry.getId().setIndex(77);
        Objects.requireNonNull(storage.getEntry(1)).getId().setIndex(78);
        assertEquals(1, Objects.requireNonNull(storage.getEntry(1)).getId().getIndex());
        assertEquals(2, log.lastIndex());
    }

    @Test
    void bootSnapshotNamesTheMembersInForce() {
        storage.appendEntries(
                list(configuration(1, 1, "a:1"), data(2, 1), configuration(3, 1, "a:1", "b:1"), data(4, 2)));
        assertNull(BootSnapshot.at(log, 0, null));
        SnapshotMeta meta = Objects.requireNonNull(BootSnapshot.at(log, 2, null));
        assertEquals(2, meta.getLastIncludedIndex());
        assertEquals(1, meta.getLastIncludedTerm());
        assertEquals(List.of("a:1"), List.copyOf(meta.getPeersList()));
        assertEquals(2, Objects.requireNonNull(BootSnapshot.at(log, 4, null)).getPeersCount());
        assertThrows(IllegalStateException.class, () -> BootSnapshot.at(log, 5, null));
    }

    @Test
    void aSnapshotNamesTheMembersThatATruncatedLogHasForgotten() {
        storage.appendEntries(list(configuration(1, 1, "a:1", "b:1"), data(2, 1), data(3, 1), data(4, 2)));
        Members members = new Members(List.of("a:1", "b:1"), List.of("c:1"), List.of(), List.of());
        Manifest newest = new Manifest("ring", Objects.requireNonNull(log.pointAfter(3)), 2, 0, members, List.of());
        assertTrue(storage.truncatePrefix(4));
        reopen();
        assertThrows(IllegalStateException.class, () -> BootSnapshot.at(log, 4, null));
        SnapshotMeta meta = Objects.requireNonNull(BootSnapshot.at(log, 4, newest));
        assertEquals(members, GroupStorage.members(meta));
        assertEquals(2, meta.getLastIncludedTerm());
        // Only entries of Raft's own lie between what the state shows and the snapshot.
        SnapshotMeta between = Objects.requireNonNull(BootSnapshot.at(log, 2, newest));
        assertEquals(3, between.getLastIncludedIndex());
        assertEquals(1, between.getLastIncludedTerm());
        assertEquals(
                List.of(PeerId.parsePeer("c:1")),
                List.copyOf(Objects.requireNonNull(GroupStorage.latestConfiguration(log, newest))
                        .getLearners()));
    }

    @Test
    void gateOpensForTheRightTermOnly() throws Exception {
        storage.appendEntries(list(configuration(1, 1, "a:1"), data(2, 1)));
        CompletableFuture<FramePosition> waiting = CompletableFuture.supplyAsync(() -> gate.await(2, 2));
        assertTrue(storage.truncateSuffix(1));
        storage.appendEntries(list(data(2, 2)));
        assertEquals(2, waiting.get(30, TimeUnit.SECONDS).term());
        CompletableFuture<FramePosition> lost = CompletableFuture.supplyAsync(() -> gate.await(3, 2));
        IllegalStateException cause = new IllegalStateException("disk");
        gate.fail(cause);
        assertSame(
                cause,
                lost.handle((position, thrown) -> Objects.requireNonNull(
                                Objects.requireNonNull(thrown).getCause()))
                        .get(30, TimeUnit.SECONDS)
                        .getCause());
    }
}
