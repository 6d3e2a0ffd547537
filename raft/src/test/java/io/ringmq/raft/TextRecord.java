package io.ringmq.raft;

import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A record that is a text. */
record TextRecord(String text) implements ProposedRecord {

    @Override
    public byte type() {
        return 1;
    }

    @Override
    public int payloadBytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public void writePayload(ByteBuffer dst) {
        dst.put(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> texts(ByteBuffer body) {
        List<String> texts = new ArrayList<>();
        RecordReader records = new RecordReader(body);
        while (records.next()) {
            texts.add(StandardCharsets.UTF_8.decode(records.payload()).toString());
        }
        return texts;
    }
}
