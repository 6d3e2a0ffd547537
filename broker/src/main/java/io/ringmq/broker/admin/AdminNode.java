package io.ringmq.broker.admin;

import io.ringmq.broker.scrub.Scrubber;
import java.io.IOException;
import java.time.Instant;

/** What operators see and change of a node beyond its rings. Thread-safe. */
public interface AdminNode {

    /** When this process was started. */
    Instant startedAt();

    /** Room left where the data are; -1 if the disk does not tell. */
    long freeDiskBytes();

    /** What reading the logs for damage has found; does not wait for a disk. */
    Scrubber.Findings scrubbed();

    boolean isInMaintenance();

    /**
     * Begins or ends maintenance, durably. A node that begins it hands over what it leads, which takes a moment longer.
     *
     * @throws IOException if it could not be written down; nothing has changed then
     */
    void maintain(boolean on) throws IOException;
}
