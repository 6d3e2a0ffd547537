package io.ringmq.remoting.body;

import java.nio.ByteBuffer;

/**
 * Version of a table: a later Raft term wins, then more changes within it.
 *
 * @param stateVersion Raft term of the leader that changed the table last
 * @param counter changes so far
 */
public record DataVersion(long stateVersion, long timestampMs, long counter) {
    /** Version of a table that was never changed. */
    public static final DataVersion NONE = new DataVersion(0, 0, 0);

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static DataVersion decode(ByteBuffer json) {
        return JsonIn.decode("DataVersion", json, DataVersion::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static DataVersion read(JsonIn in) {
        in.beginObject();
        long stateVersion = 0;
        long timestampMs = 0;
        long counter = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "stateVersion" -> stateVersion = in.number();
                case "timestamp" -> timestampMs = in.number();
                case "counter" -> counter = in.number();
                default -> in.skip();
            }
        }
        return new DataVersion(stateVersion, timestampMs, counter);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("counter", counter)
                .member("stateVersion", stateVersion)
                .member("timestamp", timestampMs)
                .endObject();
    }
}
