package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageFieldsTest {

    private static MessageFields read(ByteBuffer message) {
        MessageFields fields = MessageFields.read(message);
        assertNotNull(fields);
        return fields;
    }

    private static void assertFields(String topic, int queueId, long storeTimestampMs, ByteBuffer message) {
        MessageFields fields = read(message);
        assertEquals(topic, fields.topic());
        assertEquals(queueId, fields.queueId());
        assertEquals(storeTimestampMs, fields.storeTimestampMs());
    }

    @Test
    void readsTheFieldsOfAMessage() {
        ByteBuffer message = WireMessages.message("orders", 5, 1234, WireMessages.tags("TagA"));
        assertFields("orders", 5, 1234, message);
        assertEquals("TagA".hashCode(), read(message).properties().tagHash());
    }

    /** Version 2 of the layout with IPv6 hosts: the store time moves by 12 bytes, the topic length has two. */
    @Test
    void readsLongTopicsAndIpv6Hosts() {
        byte[] topic = "t".repeat(200).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(88 + 24 + 2 + topic.length + 2);
        out.putInt(out.capacity()).putInt(0xDAA320AB).putInt(0).putInt(9).putInt(0);
        out.putLong(0).putLong(0).putInt(0x30).putLong(0).put(new byte[20]);
        out.putLong(77).put(new byte[20]).putInt(0).putLong(0);
        out.putInt(0).putShort((short) topic.length).put(topic).putShort((short) 0);
        assertFields("t".repeat(200), 9, 77, out.flip());
    }

    @Test
    void whatIsNotInTheLayoutIsNotRead() {
        ByteBuffer good = WireMessages.message("t", 0, 1, WireMessages.tags("a"));
        for (int size = 0; size < good.limit(); size++) {
            ByteBuffer cut =
                    ByteBuffer.allocate(size).put(good.duplicate().limit(size)).flip();
            if (size >= 4) {
                cut.putInt(0, size);
            }
            assertNull(MessageFields.read(cut), "cut at " + size);
        }
        ByteBuffer wrongMagic = WireMessages.message("t", 0, 1, "").putInt(4, 1);
        assertNull(MessageFields.read(wrongMagic));
        ByteBuffer negativeBody = WireMessages.message("t", 0, 1, "").putInt(84, -1);
        assertNull(MessageFields.read(negativeBody));
    }
}
