package io.ringmq.broker.main;

import io.ringmq.broker.config.RingEndpoint;
import io.ringmq.broker.retention.RetainedLog;
import io.ringmq.broker.scrub.Scrubber;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of a ring in the process. The ring is closed and opened again when a copy of another replica replaces its files. */
final class RingSlot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RingSlot.class);

    private final RingHosting hosting;
    private final RingEndpoint endpoint;
    private volatile @Nullable HostedRing ring;
    private volatile @Nullable Throwable replacementFailure;
    private boolean closed;

    RingSlot(RingHosting hosting, RingEndpoint endpoint) {
        this.hosting = hosting;
        this.endpoint = endpoint;
    }

    /** Opens the ring. */
    synchronized void open() throws IOException {
        ring = hosting.open(endpoint, this::replaceFilesLater);
    }

    /** Not on the thread of the copy, which belongs to the ring that is to be closed. */
    private void replaceFilesLater() {
        Thread thread = new Thread(this::replaceFiles, endpoint.name() + "-replace");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void replaceFiles() {
        HostedRing current = ring;
        if (closed || current == null) {
            return;
        }
        LOG.info("ring {} is closed for a moment: a copy of its leader takes the place of its files", endpoint.name());
        ring = null;
        try {
            current.close();
            hosting.replaceFiles(endpoint);
            open();
        } catch (
                Exception e) { // whatever it is, this process can not host the ring any more; a restart goes on with it
            replacementFailure = e;
        }
    }

    /** The ring's log, of which not everything is kept for ever; empty while the ring is closed. */
    Stream<RetainedLog> retained() {
        return Stream.ofNullable(ring).map(HostedRing::retained);
    }

    /** The ring's log, which is read once a day; empty while the ring is closed. */
    Stream<Scrubber.ScrubbedLog> scrubbed() {
        return Stream.ofNullable(ring).map(HostedRing::scrubbed);
    }

    void nameserverConnectionLost() {
        HostedRing current = ring;
        if (current != null) {
            current.nameserverConnectionLost();
        }
    }

    /** Why the ring does not work any more and never will in this process. */
    Optional<Throwable> failure() {
        HostedRing current = ring;
        return replacementFailure != null || current == null
                ? Optional.ofNullable(replacementFailure)
                : current.failure();
    }

    @Override
    public synchronized void close() throws Exception {
        closed = true;
        HostedRing current = ring;
        if (current != null) {
            current.close();
        }
    }
}
