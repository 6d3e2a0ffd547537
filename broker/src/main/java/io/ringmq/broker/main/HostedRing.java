package io.ringmq.broker.main;

import io.ringmq.broker.retention.RetainedLog;
import io.ringmq.broker.ring.Ring;
import io.ringmq.broker.scrub.Scrubber;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A ring that serves clients on this node, with what belongs to it alone. */
final class HostedRing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostedRing.class);
    private static final long GOODBYE_TIMEOUT_MS = 1_000;

    private final Ring ring;
    private final Closing closing;

    /** @param closing closes everything of the ring, the ring itself included */
    HostedRing(Ring ring, Closing closing) {
        this.ring = ring;
        this.closing = closing;
    }

    /** The ring's log, of which not everything is kept for ever. */
    RetainedLog retained() {
        return new RetainedLog(
                ring.group().name(), ring.group().log(), ring::waitingFrom, ring::trimIndex, this::takeSnapshot);
    }

    private void takeSnapshot() {
        ring.group().snapshots().take().whenComplete((index, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "ring {}: no snapshot could be taken to make room",
                        ring.group().name(),
                        failure);
            }
        });
    }

    /** The ring's log, which is read once a day. */
    Scrubber.ScrubbedLog scrubbed() {
        return new Scrubber.ScrubbedLog(ring.group().name(), ring.group().log(), ring.group()::mend);
    }

    void nameserverConnectionLost() {
        ring.nameserverConnectionLost();
    }

    /** Why the ring does not work any more and never will in this process. */
    Optional<Throwable> failure() {
        String failure = ring.group().status().failure();
        return Optional.ofNullable(failure)
                .map(text -> new IllegalStateException("ring " + ring.group().name() + " failed: " + text));
    }

    /** Leaves the group first, so that a successor serves before clients lose this node. */
    @Override
    public void close() throws Exception {
        ring.close();
        ring.unregister()
                .completeOnTimeout(null, GOODBYE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .join();
        closing.close();
    }
}
