package io.ringmq.namesrv.kv;

import java.io.IOException;

/** Where a {@link KvConfig} outlives the process. Called by one thread at a time. */
public interface KvStorage {
    /**
     * Reads what was saved last.
     *
     * @return an empty table if nothing was ever saved
     * @throws IOException if it can not be read or is not what {@link #save} writes
     */
    KvConfig load() throws IOException;

    /** Replaces what was saved, wholly or not at all, and returns when it is on disk. */
    void save(KvConfig table) throws IOException;
}
