package io.ringmq.store.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native library. Its own loader leaves a copy of some 17 MB in the temporary directory with every process
 * that is killed; here the copy is deleted as soon as it is loaded, and lives on as long as the process has it mapped.
 */
final class RocksLibrary {
    private RocksLibrary() {}

    /**
     * Loads the library, unless that was done. Comes before anything else of RocksDB, whose classes would load it in
     * their own way.
     *
     * @throws StateStoreException if the temporary directory of the process takes no file of that size
     */
    static synchronized void load() {
        try {
            Path copy = Files.createTempDirectory("rocksdb-");
            try {
                NativeLibraryLoader.getInstance().loadLibrary(copy.toString());
            } finally {
                delete(copy);
            }
        } catch (IOException e) {
            throw new StateStoreException(
                    "RocksDB's native library cannot be unpacked in the temporary directory (java.io.tmpdir)", e);
        }
        RocksDB.loadLibrary();
    }

    private static void delete(Path directory) throws IOException {
        List<Path> unpacked;
        try (Stream<Path> files = Files.list(directory)) {
            unpacked = files.toList();
        }
        for (Path file : unpacked) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
