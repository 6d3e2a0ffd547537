package io.ringmq.remoting.body;

import io.ringmq.remoting.message.Compression;
import io.ringmq.remoting.message.MalformedMessageException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The topics that a broker registers: the body of REGISTER_BROKER, as JSON or compressed. {@link
 * RegisterBrokerStream} draws the compressed form, which has no room for a topic's sysFlag and order.
 */
public record RegisterBrokerBody(TopicConfigTable topics, List<String> filterServers) {
    /** Largest compressed body once it is inflated, in bytes. */
    public static final int MAX_INFLATED_BYTES = 64 * 1024 * 1024;

    private static final int BEST_COMPRESSION = 9;

    public RegisterBrokerBody {
        filterServers = List.copyOf(filterServers);
    }

    /**
     * Reads the JSON form; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static RegisterBrokerBody decode(ByteBuffer json) {
        return JsonIn.decode("RegisterBrokerBody", json, RegisterBrokerBody::read);
    }

    /**
     * Reads the compressed form of any version; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes or inflates to too much
     */
    public static RegisterBrokerBody decodeCompressed(ByteBuffer compressed) {
        try {
            byte[] plain = Compression.inflate(compressed, MAX_INFLATED_BYTES);
            return new RegisterBrokerStream(ByteBuffer.wrap(plain)).read();
        } catch (MalformedMessageException e) {
            throw new MalformedBodyException("RegisterBrokerBody: " + e.getMessage(), e);
        }
    }

    /** The JSON form in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    /**
     * The compressed form.
     *
     * @param withMappings true for nameservers since 5.0: attributes of topics and the count of mappings are written;
     *     older nameservers fail on them. The JSON form suits all of them
     */
    public byte[] encodeCompressed(boolean withMappings) {
        byte[] plain = RegisterBrokerStream.write(this, withMappings);
        return Compression.deflate(ByteBuffer.wrap(plain), BEST_COMPRESSION);
    }

    static RegisterBrokerBody read(JsonIn in) {
        in.beginObject();
        TopicConfigTable topics = null;
        List<String> filterServers = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topicConfigSerializeWrapper" -> topics = TopicConfigTable.read(in);
                case "filterServerList" -> filterServers = in.strings();
                default -> in.skip();
            }
        }
        return new RegisterBrokerBody(in.required(topics, "topicConfigSerializeWrapper"), filterServers);
    }

    void write(JsonOut out) {
        out.beginObject().strings("filterServerList", filterServers);
        topics.write(out.name("topicConfigSerializeWrapper"));
        out.endObject();
    }
}
