package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How groups consume topics, where that was set: the answer to GET_ALL_MESSAGE_REQUEST_MODE. */
public record RequestModeTable(List<SetRequestModeBody> modes) {
    public RequestModeTable {
        modes = List.copyOf(modes);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static RequestModeTable decode(ByteBuffer json) {
        return JsonIn.decode("MessageRequestModeSerializeWrapper", json, RequestModeTable::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static RequestModeTable read(JsonIn in) {
        in.beginObject();
        Map<String, Map<String, SetRequestModeBody>> byTopic = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (name.equals("messageRequestModeMap")) {
                byTopic = in.map(topic -> topic.map(SetRequestModeBody::read));
            } else {
                in.skip();
            }
        }
        return new RequestModeTable(byTopic.values().stream()
                .flatMap(groups -> groups.values().stream())
                .toList());
    }

    void write(JsonOut out) {
        Map<String, Map<String, SetRequestModeBody>> byTopic = new TreeMap<>();
        for (SetRequestModeBody mode : modes) {
            byTopic.computeIfAbsent(mode.topic(), topic -> new TreeMap<>()).put(mode.consumerGroup(), mode);
        }
        out.beginObject().map("messageRequestModeMap", byTopic, (o, groups) -> {
            o.beginObject();
            groups.forEach((group, mode) -> mode.write(o.name(group)));
            o.endObject();
        });
        out.endObject();
    }
}
