package io.ringmq.raft;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proposals that go into one log entry: their encoded records and who wants to know. Filled under the accumulator's
 * lock, then read-only; exactly one outcome is delivered.
 */
final class ProposalBatch implements RecordResults {

    private static final Logger LOG = LoggerFactory.getLogger(ProposalBatch.class);

    private record Part(ProposalCallback callback, int firstRecord, int recordCount) {}

    private final List<Part> parts = new ArrayList<>();
    private final AtomicBoolean answered = new AtomicBoolean();
    private ByteBuffer body;
    private int recordCount;
    private @Nullable Object[] results = {};

    ProposalBatch(int capacityBytes) {
        body = ByteBuffer.allocate(capacityBytes);
    }

    /** Encodes the records. If one of them throws, the batch is as before. */
    void add(List<? extends ProposedRecord> records, int sizeBytes, ProposalCallback callback) {
        ensureRoom(sizeBytes);
        int start = body.position();
        try {
            records.forEach(record -> RecordFormat.write(record, body));
        } catch (RuntimeException e) {
            body.position(start);
            throw e;
        }
        parts.add(new Part(callback, recordCount, records.size()));
        recordCount += records.size();
    }

    private void ensureRoom(int sizeBytes) {
        if (body.remaining() < sizeBytes) {
            int needed = Math.addExact(body.position(), sizeBytes);
            body = ByteBuffer.allocate(Math.max(needed, 2 * body.capacity())).put(body.flip());
        }
    }

    int sizeBytes() {
        return body.position();
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The batch takes no more records, and can take their results. */
    void seal() {
        results = new Object[recordCount];
    }

    /** The encoded records. */
    ByteBuffer body() {
        return body.duplicate().flip();
    }

    @Override
    public void set(int ordinal, @Nullable Object result) {
        results[ordinal] = result;
    }

    void applied() {
        List<@Nullable Object> all = Collections.unmodifiableList(Arrays.asList(results));
        answer(part -> part.callback()
                .applied(
                        part.recordCount() == all.size()
                                ? all
                                : all.subList(part.firstRecord(), part.firstRecord() + part.recordCount())));
    }

    void rejected(ProposalException cause) {
        answer(part -> part.callback().rejected(cause));
    }

    void unknown(ProposalException cause) {
        answer(part -> part.callback().unknown(cause));
    }

    private void answer(Consumer<Part> answer) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        for (Part part : parts) {
            try {
                answer.accept(part);
            } catch (RuntimeException e) {
                // One caller's bug must not keep the others waiting, nor stop the group.
                LOG.error("A proposal callback threw", e);
            }
        }
    }
}
