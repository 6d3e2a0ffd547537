package io.ringmq.store.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * An empty file beside those of RocksDB that says that one of them was found damaged. RocksDB notices damage where it
 * reads, not when it opens, so a process that ends for it would meet it again and again.
 */
final class DamageMark {
    static final String NAME = "DAMAGED";

    private final Path directory;

    DamageMark(Path directory) {
        this.directory = directory;
    }

    /** @throws StateDamagedException if the mark is set */
    void requireAbsent() {
        if (Files.exists(directory.resolve(NAME))) {
            throw new StateDamagedException("the state in " + directory + " was found damaged when it was read", null);
        }
    }

    /** What a failure of RocksDB amounts to; sets the mark if it is damage. */
    StateStoreException explain(String what, RocksDBException failure) {
        String text = what + ": " + failure.getMessage();
        Status status = failure.getStatus();
        if (status == null || status.getCode() != Status.Code.Corruption) {
            return new StateStoreException(text, failure);
        }
        StateDamagedException damaged = new StateDamagedException(text, failure);
        try {
            Files.write(directory.resolve(NAME), new byte[0]);
        } catch (IOException e) {
            damaged.addSuppressed(e);
        }
        return damaged;
    }
}
