package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes messages in the wire layout, version 1, with IPv4 hosts. */
final class WireMessages {

    private static final int BYTES_WITHOUT_TEXTS = 91;

    private WireMessages() {}

    static ByteBuffer message(String topic, int queueId, long storeTimestampMs, String properties) {
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        byte[] propertyBytes = properties.getBytes(StandardCharsets.UTF_8);
        int size = BYTES_WITHOUT_TEXTS + 3 + topicBytes.length + propertyBytes.length;
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(size).putInt(0xDAA320A7).putInt(0).putInt(queueId).putInt(0);
        out.putLong(0).putLong(0).putInt(0).putLong(0).putLong(0);
        out.putLong(storeTimestampMs).putLong(0).putInt(0).putLong(0);
        out.putInt(3).put(new byte[] {'a', 'b', 'c'});
        out.put((byte) topicBytes.length).put(topicBytes);
        out.putShort((short) propertyBytes.length).put(propertyBytes);
        return out.flip();
    }

    /** Of messages with {@link #tags}. */
    static final List<String> KEYS = List.of("k", "l", "u");

    static String tags(String tags) {
        return "KEYS\1k l\2UNIQ_KEY\1u\2TAGS\1" + tags + "\2WAIT\1true\2";
    }
}
