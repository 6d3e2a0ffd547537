package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Names and values, such as the answer to GET_BROKER_RUNTIME_INFO.
 */
public record KvTable(Map<String, String> table) {
    public KvTable {
        table = Ordered.copyOf(table);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static KvTable decode(ByteBuffer json) {
        return JsonIn.decode("KvTable", json, KvTable::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static KvTable read(JsonIn in) {
        in.beginObject();
        Map<String, String> table = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "table" -> table = in.map(JsonIn::string);
                default -> in.skip();
            }
        }
        return new KvTable(table);
    }

    void write(JsonOut out) {
        out.beginObject().strings("table", table).endObject();
    }
}
