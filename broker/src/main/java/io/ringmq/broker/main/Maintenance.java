package io.ringmq.broker.main;

import io.ringmq.raft.Candidacy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node is in maintenance: it leads no ring, and goes on replicating and serving. It is as long as its
 * directory holds the file {@code MAINTENANCE}, whatever is in it, so over restarts.
 *
 * <pre>
 *  ringmq-maintenance 1
 *  since=when it began, ISO 8601 in UTC, for people
 * </pre>
 *
 * <p>Thread-safe.
 */
final class Maintenance {
    static final String REASON = "maintenance";
    static final String FILE = "MAINTENANCE";

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

    private final Path directory;
    private final Clock clock;
    private final List<Candidacy> rings = new ArrayList<>();
    private boolean on;

    private Maintenance(Path directory, Clock clock, boolean on) {
        this.directory = directory;
        this.clock = clock;
        this.on = on;
    }

    /** As the directory says. */
    static Maintenance of(Path directory, Clock clock) {
        boolean on = Files.exists(directory.resolve(FILE));
        if (on) {
            LOG.warn("this node is in maintenance: it leads no ring until raft-admin maintenance off");
        }
        return new Maintenance(directory, clock, on);
    }

    synchronized boolean isOn() {
        return on;
    }

    /** @throws IOException if it could not be made durable; nothing has changed then */
    synchronized void set(boolean nowOn) throws IOException {
        if (nowOn) {
            DurableFile.write(directory, FILE, "ringmq-maintenance 1\nsince=" + clock.instant() + "\n");
        } else {
            DurableFile.delete(directory, FILE);
        }
        on = nowOn;
        LOG.info("maintenance is {}", on ? "on" : "off");
        rings.forEach(this::apply);
    }

    /** Has a ring know from now until what is returned is closed. */
    synchronized AutoCloseable follow(Candidacy ring) {
        rings.add(ring);
        apply(ring);
        return () -> forget(ring);
    }

    private synchronized void forget(Candidacy ring) {
        rings.remove(ring);
    }

    private void apply(Candidacy ring) {
        if (on) {
            // A leadership that is not handed over at once is tried again there.
            var unused = ring.withhold(REASON);
        } else {
            ring.resume(REASON);
        }
    }
}
