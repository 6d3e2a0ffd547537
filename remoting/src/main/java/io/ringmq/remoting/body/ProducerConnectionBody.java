package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The clients of a producer group: the answer to GET_PRODUCER_CONNECTION_LIST.
 */
public record ProducerConnectionBody(List<ClientConnection> connections) {
    public ProducerConnectionBody {
        connections = List.copyOf(connections);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ProducerConnectionBody decode(ByteBuffer json) {
        return JsonIn.decode("ProducerConnectionBody", json, ProducerConnectionBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ProducerConnectionBody read(JsonIn in) {
        in.beginObject();
        List<ClientConnection> connections = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "connectionSet" -> connections = in.list(ClientConnection::read);
                default -> in.skip();
            }
        }
        return new ProducerConnectionBody(connections);
    }

    void write(JsonOut out) {
        out.beginObject()
                .list("connectionSet", connections, (o, value) -> value.write(o))
                .endObject();
    }
}
