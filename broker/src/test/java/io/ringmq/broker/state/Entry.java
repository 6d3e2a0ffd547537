package io.ringmq.broker.state;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
import java.util.List;

/** One entry of a log under test. */
record Entry(long index, long term, long bodyOffset, ByteBuffer body) {

    static Entry of(long index, long bodyOffset, List<ProposedRecord> records) {
        return of(index, 1, bodyOffset, records);
    }

    static Entry of(long index, long term, long bodyOffset, List<ProposedRecord> records) {
        int size = records.stream().mapToInt(RecordFormat::sizeOf).sum();
        ByteBuffer body = ByteBuffer.allocate(size);
        records.forEach(record -> RecordFormat.write(record, body));
        return new Entry(index, term, bodyOffset, body.flip().asReadOnlyBuffer());
    }

    void applyTo(RingState state, ResultSink results) {
        state.apply(index, term, bodyOffset, body, results);
    }
}
