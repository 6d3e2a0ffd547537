package io.ringmq.remoting.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a compressed registration once it is inflated, integers big-endian, text UTF-8.
 *
 * <pre>
 * 4+n  data version, JSON
 * 4    count of topics; for each:
 *        4+n  "name read write perm filterType attributes", attributes (JSON) since 5.0
 * 4+n  filter servers, JSON array
 * 4    count of static topic mappings, since 5.0; for each:
 *        4+n  mapping, JSON; skipped, there are no static topics here
 * </pre>
 */
final class RegisterBrokerStream {
    private static final int TOPIC_FIELDS = 5;
    private static final int MAX_TOPICS = 1_000_000;

    private final ByteBuffer in;

    RegisterBrokerStream(ByteBuffer in) {
        this.in = in;
    }

    RegisterBrokerBody read() {
        DataVersion dataVersion = JsonIn.decode("RegisterBrokerBody", text("data version"), DataVersion::read);
        Map<String, TopicConfig> topics = new LinkedHashMap<>();
        int topicCount = count("topics");
        for (int i = 0; i < topicCount; i++) {
            TopicConfig topic = topic(text("topic"));
            topics.put(topic.topicName(), topic);
        }
        List<String> filterServers = JsonIn.decode("RegisterBrokerBody", text("filter servers"), JsonIn::strings);
        skipMappings();
        return new RegisterBrokerBody(new TopicConfigTable(dataVersion, topics), filterServers);
    }

    private void skipMappings() {
        if (!in.hasRemaining()) {
            return;
        }
        int mappingCount = count("mappings");
        for (int i = 0; i < mappingCount; i++) {
            text("mapping");
        }
        if (in.hasRemaining()) {
            throw new MalformedBodyException("RegisterBrokerBody goes on behind its end");
        }
    }

    private static TopicConfig topic(String text) {
        String[] fields = text.split(" ", TOPIC_FIELDS + 1);
        if (fields.length < TOPIC_FIELDS) {
            throw new MalformedBodyException("RegisterBrokerBody: topic '" + text + "' has too few fields");
        }
        Map<String, String> attributes = fields.length == TOPIC_FIELDS
                ? Map.of()
                : JsonIn.decode("RegisterBrokerBody", fields[TOPIC_FIELDS], in -> in.map(JsonIn::string));
        try {
            return new TopicConfig(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3]),
                    fields[4],
                    0,
                    false,
                    attributes);
        } catch (NumberFormatException e) {
            throw new MalformedBodyException(
                    "RegisterBrokerBody: topic '" + text + "' has a field that is no number", e);
        }
    }

    private int count(String what) {
        int count = integer(what);
        if (count < 0 || count > MAX_TOPICS) {
            throw new MalformedBodyException("RegisterBrokerBody: " + count + " " + what);
        }
        return count;
    }

    private String text(String what) {
        int lengthBytes = integer(what);
        if (lengthBytes < 0 || lengthBytes > in.remaining()) {
            throw new MalformedBodyException("RegisterBrokerBody: " + what + " of " + lengthBytes
                    + " bytes exceeds the " + in.remaining() + " left");
        }
        ByteBuffer part = in.slice(in.position(), lengthBytes);
        in.position(in.position() + lengthBytes);
        return StandardCharsets.UTF_8.decode(part).toString();
    }

    private int integer(String what) {
        if (in.remaining() < Integer.BYTES) {
            throw new MalformedBodyException("RegisterBrokerBody is cut off before its " + what);
        }
        return in.getInt();
    }

    static byte[] write(RegisterBrokerBody body, boolean withMappings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writePart(out, body.topics().dataVersion().encode());
        writeInt(out, body.topics().topics().size());
        body.topics().topics().values().forEach(topic -> writePart(out, line(topic, withMappings)));
        writePart(out, filterServers(body));
        if (withMappings) {
            writeInt(out, 0);
        }
        return out.toByteArray();
    }

    private static byte[] filterServers(RegisterBrokerBody body) {
        return JsonOut.encode(out -> out.strings(body.filterServers()));
    }

    private static byte[] line(TopicConfig topic, boolean withAttributes) {
        String line = topic.topicName()
                + ' '
                + topic.readQueueNums()
                + ' '
                + topic.writeQueueNums()
                + ' '
                + topic.perm()
                + ' '
                + topic.topicFilterType();
        if (withAttributes) {
            byte[] attributes = JsonOut.encode(out -> out.strings(topic.attributes()));
            line += ' ' + new String(attributes, StandardCharsets.UTF_8);
        }
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static void writePart(ByteArrayOutputStream out, byte[] part) {
        writeInt(out, part.length);
        out.writeBytes(part);
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }
}
