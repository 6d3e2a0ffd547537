package io.ringmq.namesrv.kv;

import java.io.IOException;
import java.util.function.UnaryOperator;

/** The table of a running nameserver; a change is on disk before anybody sees it. Thread-safe. */
public final class KvStore {
    private final KvStorage storage;
    private volatile KvConfig table;

    private KvStore(KvStorage storage, KvConfig table) {
        this.storage = storage;
        this.table = table;
    }

    /** Starts with what the storage holds. */
    public static KvStore open(KvStorage storage) throws IOException {
        return new KvStore(storage, storage.load());
    }

    /** The table as it is now; it does not change under its reader. */
    public KvConfig current() {
        return table;
    }

    /**
     * Changes the table. Blocks for the disk.
     *
     * @throws IOException if the change could not be saved; the table is then as it was
     */
    public synchronized void change(UnaryOperator<KvConfig> step) throws IOException {
        KvConfig next = step.apply(table);
        if (!next.equals(table)) {
            storage.save(next);
            table = next;
        }
    }
}
