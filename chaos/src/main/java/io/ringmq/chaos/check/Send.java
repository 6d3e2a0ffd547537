package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import org.jspecify.annotations.Nullable;

/** One send of a history with its outcome; unknown until the history says otherwise. */
final class Send {
    private final Entry.Invoked invocation;
    private Entry.@Nullable Acknowledged acknowledgement;
    private Entry.@Nullable Settled settlement;
    private boolean refused;

    Send(Entry.Invoked invocation) {
        this.invocation = invocation;
    }

    void acknowledged(Entry.Acknowledged entry) {
        acknowledgement = entry;
    }

    void settled(Entry.Settled entry) {
        settlement = entry;
    }

    void refused() {
        refused = true;
    }

    String id() {
        return invocation.id();
    }

    long crc() {
        return invocation.crc();
    }

    boolean once() {
        return invocation.once();
    }

    long invokedNs() {
        return invocation.timeNs();
    }

    boolean isRefused() {
        return refused;
    }

    boolean isAcknowledged() {
        return acknowledgement != null;
    }

    /** Whether it was promised that consumers get it, though not where. */
    boolean isSettled() {
        return settlement != null;
    }

    /** Nobody may see it before. */
    long visibleFromNs() {
        return settlement == null ? Long.MIN_VALUE : settlement.fromNs();
    }

    /** Where the acknowledgement said that the message is; null without one. */
    @Nullable
    Place place() {
        return acknowledgement == null ? null : acknowledgement.place();
    }

    /** When the acknowledgement came; after everything without one. */
    long acknowledgedNs() {
        return acknowledgement == null ? Long.MAX_VALUE : acknowledgement.timeNs();
    }
}
