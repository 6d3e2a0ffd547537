package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to TAKE_SNAPSHOT, RingMQ's own.
 *
 * @param index the last log entry that the snapshot contains
 * @param stateBytes size of its state
 * @param durationMs how long it took
 */
public record SnapshotTakenHeader(long index, long stateBytes, long durationMs) implements Header {

    public static SnapshotTakenHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new SnapshotTakenHeader(in.number("index"), in.number("stateBytes"), in.number("durationMs"));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put("index", index)
                .put("stateBytes", stateBytes)
                .put("durationMs", durationMs)
                .fields();
    }
}
