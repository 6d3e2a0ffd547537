package io.ringmq.broker.verify;

import io.ringmq.broker.state.VerifyMark;
import io.ringmq.remoting.body.ReplicaDigestBody;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.FrozenState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The digest of this replica at one mark, made in steps. Thread-safe; one thread at a time steps. */
final class ReplicaDigest {
    private final String nodeId;
    private final VerifyMark mark;
    private final long index;
    private final long toOffset;
    private final FrozenState state;
    private final Deque<DigestPart> todo = new ArrayDeque<>();
    private final List<ReplicaDigestBody.Part> done = new ArrayList<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable String failure;

    /**
     * Digests nothing yet.
     *
     * @param index of the entry that carries the mark
     * @param toOffset physical offset behind that entry
     * @param state as of that entry; belongs to this
     */
    ReplicaDigest(String nodeId, VerifyMark mark, long index, long toOffset, CommitLog log, FrozenState state) {
        this.nodeId = nodeId;
        this.mark = mark;
        this.index = index;
        this.toOffset = toOffset;
        this.state = state;
        for (Family family : Family.values()) {
            // What it holds depends on when a node began to index; lookups verify it against the messages anyway.
            if (family == Family.KEY_INDEX) {
                continue;
            }
            todo.add(new FamilyDigest(family, mark.fromOffset(), state));
        }
        long segmentBytes = log.segmentBytes();
        for (long from = mark.fromOffset(); from < toOffset; from += segmentBytes - from % segmentBytes) {
            todo.add(new LogDigest(log, from, Math.min(toOffset, from + segmentBytes - from % segmentBytes)));
        }
    }

    /** Does the next step; false when there is none, because all is done or something failed. */
    synchronized boolean step() {
        DigestPart part = todo.peek();
        if (part == null || failure != null) {
            return false;
        }
        try {
            if (!part.step()) {
                todo.remove();
                done.add(new ReplicaDigestBody.Part(part.name(), part.size(), Long.toHexString(part.digest())));
            }
        } catch (RuntimeException e) {
            // Whatever can not be read is what the caller wants to know.
            failure = part.name() + " cannot be read: " + e;
        }
        if (failure == null && !todo.isEmpty()) {
            return true;
        }
        finish();
        return false;
    }

    /** Another one took its place. */
    synchronized void giveUp() {
        if (!end.isDone()) {
            failure = "given up for a later verification";
            finish();
        }
    }

    private void finish() {
        state.close();
        end.complete(null);
    }

    /** Completes when there are no steps left. */
    CompletableFuture<Void> end() {
        return end.copy();
    }

    synchronized ReplicaDigestBody toBody() {
        return new ReplicaDigestBody(nodeId, index, toOffset - mark.fromOffset(), end.isDone(), done, failure);
    }
}
