package io.ringmq.store.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStateStoreTest extends StateStoreContract {

    @TempDir
    Path directory;

    @Override
    StateStore create() {
        return RocksStateStore.open(directory.resolve("state"), smallest(), forcedLog::incrementAndGet);
    }

    @Override
    StateStore crash(StateStore running) {
        running.close();
        return create();
    }

    private static RocksOptions smallest() {
        return new RocksOptions(1 << 20, 1 << 20);
    }

    @Test
    void theLogIsForcedWhenMemoryIsFull() {
        byte[] value = new byte[64 << 10];
        for (int index = 1; forcedLog.get() == 0; index++) {
            assertTrue(index < 1000, "no flush in 64 MB of writes with 1 MiB of memory");
            try (StateBatch batch = store().newBatch()) {
                batch.put(
                        Family.QUEUE_INDEX, ByteBuffer.allocate(4).putInt(index).array(), value);
                store().write(batch, index);
            }
        }
    }

    @Test
    void aLogThatCannotBeForcedStopsTheState() {
        try (RocksStateStore broken = RocksStateStore.open(directory.resolve("broken"), smallest(), () -> {
            throw new UncheckedIOException(new IOException("disk failed"));
        })) {
            assertThrows(StateStoreException.class, broken::flush);
            try (StateBatch batch = broken.newBatch()) {
                assertThrows(StateStoreException.class, () -> broken.write(batch, 1));
            }
        }
    }

    @Test
    void aCheckpointIsAStoreOfItsOwn() {
        put(7, key(1), key(2));
        Path copy = directory.resolve("checkpoint");
        store().checkpoint(copy);
        put(8, key(1));
        try (RocksStateStore opened = RocksStateStore.open(copy, RocksOptions.defaults(), () -> {})) {
            assertEquals(7, opened.appliedIndex());
            assertArrayEquals(key(7), opened.get(Family.OFFSETS, key(1)));
        }
    }

    /** Whatever byte is flipped, nothing wrong is read, and what is found damaged stays so for the next process. */
    @Test
    void damageIsFoundWhereItIsReadAndRemembered() throws IOException {
        put(7, key(1), key(2));
        store().flush();
        Path copy = directory.resolve("damaged");
        store().checkpoint(copy);
        List<Path> tables;
        try (Stream<Path> files = Files.list(copy)) {
            tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
        for (Path table : tables) {
            byte[] bytes = Files.readAllBytes(table);
            bytes[10] ^= 1;
            // The live store has the same file.
            Files.delete(table);
            Files.write(table, bytes);
        }
        assertThrows(StateDamagedException.class, () -> readAll(copy));
        StateDamagedException again = assertThrows(
                StateDamagedException.class, () -> RocksStateStore.open(copy, RocksOptions.defaults(), () -> {}));
        assertTrue(again.toString().contains("was found damaged"), again::toString);
    }

    private static void readAll(Path directory) {
        try (RocksStateStore opened = RocksStateStore.open(directory, RocksOptions.defaults(), () -> {})) {
            for (Family family : Family.values()) {
                opened.scan(family, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> true);
            }
        }
    }

    @Test
    void largeValuesThatWaitLieApartAndAreInACheckpoint() throws IOException {
        byte[] value = new byte[4_096];
        value[17] = 17;
        for (int index = 1; index <= 100; index++) {
            try (StateBatch batch = store().newBatch()) {
                batch.put(Family.TIMERS, ByteBuffer.allocate(4).putInt(index).array(), value);
                store().write(batch, index);
            }
        }
        Path copy = directory.resolve("copy");
        store().checkpoint(copy);
        try (Stream<Path> files = Files.list(copy)) {
            assertTrue(files.anyMatch(file -> file.toString().endsWith(".blob")));
        }
        try (RocksStateStore opened = RocksStateStore.open(copy, smallest(), () -> {})) {
            assertArrayEquals(
                    value,
                    opened.get(Family.TIMERS, ByteBuffer.allocate(4).putInt(99).array()));
        }
    }

    /** In each round one value comes that stays, so that no file of values would ever go as a whole. */
    @Test
    void deletedValuesDoNotKeepTheirRoom() throws IOException {
        int perRound = 64;
        int valueBytes = 4_096;
        long left = Long.MAX_VALUE;
        long written = 0;
        int round = 0;
        while (written < 4L << 20 || left > written / 4) {
            assertTrue(++round <= 2_000, left + " bytes are left of " + written + " written");
            replaceValues(round, perRound, valueBytes);
            written += (long) perRound * valueBytes;
            left = valueBytes(directory.resolve("state"));
        }
        for (int i = 1; i <= round; i++) {
            assertNotNull(store().get(Family.TIMERS, key(i, 0)));
        }
    }

    /** Deletes the values of the round before, but for the first, and puts as many. */
    private void replaceValues(int round, int values, int valueBytes) {
        try (StateBatch batch = store().newBatch()) {
            for (int i = 0; i < values; i++) {
                if (i > 0) {
                    batch.delete(Family.TIMERS, key(round - 1, i));
                }
                byte[] value = new byte[valueBytes];
                new Random(31L * round + i).nextBytes(value);
                batch.put(Family.TIMERS, key(round, i), value);
            }
            store().write(batch, round);
        }
        store().flush();
    }

    private static byte[] key(int round, int number) {
        return ByteBuffer.allocate(8).putInt(round).putInt(number).array();
    }

    private static long valueBytes(Path directory) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.blob")) {
            for (Path file : files) {
                bytes += sizeOrGone(file);
            }
        }
        return bytes;
    }

    private static long sizeOrGone(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Test
    void optionsHaveALowerBound() {
        assertThrows(IllegalArgumentException.class, () -> new RocksOptions(1, 1 << 20));
        assertThrows(IllegalArgumentException.class, () -> new RocksOptions(1 << 20, 0));
    }
}
