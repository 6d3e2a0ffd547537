package io.ringmq.broker.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the state needs to know of a message in the wire layout of the RocketMQ protocol. */
record MessageFields(String topic, int queueId, long storeTimestampMs, IndexedProperties properties) {

    private static final int MAGIC_POSITION = 4;
    private static final int QUEUE_ID_POSITION = 12;
    private static final int SYS_FLAG_POSITION = 36;
    private static final int BORN_HOST_POSITION = 48;
    private static final int IPV4_HOST_BYTES = 8;
    private static final int IPV6_HOST_BYTES = 20;
    private static final int BORN_HOST_V6 = 0x10;
    private static final int STORE_HOST_V6 = 0x20;
    /** Retry count and prepared transaction offset, between the store host and the body. */
    private static final int BEFORE_BODY_BYTES = 4 + 8;
    /** Topic length in one byte. */
    private static final int MAGIC_V1 = 0xDAA320A7;
    /** Topic length in two bytes. */
    private static final int MAGIC_V2 = 0xDAA320AB;

    /** The fields of the message between position and limit, or null if it is not in the layout. */
    static @Nullable MessageFields read(ByteBuffer payload) {
        ByteBuffer message = payload.slice();
        try {
            int magic = message.getInt(MAGIC_POSITION);
            if (message.getInt(0) != message.limit() || (magic != MAGIC_V1 && magic != MAGIC_V2)) {
                return null;
            }
            return readFields(message, magic == MAGIC_V2);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // A length that leaves the message; what the caller makes of it is the same for all ways to be malformed.
            return null;
        }
    }

    private static @Nullable MessageFields readFields(ByteBuffer message, boolean longTopic) {
        int sysFlag = message.getInt(SYS_FLAG_POSITION);
        int storeTimePosition = BORN_HOST_POSITION + hostBytes(sysFlag, BORN_HOST_V6);
        int storeHostPosition = storeTimePosition + Long.BYTES;
        message.position(storeHostPosition + hostBytes(sysFlag, STORE_HOST_V6) + BEFORE_BODY_BYTES);
        int bodyBytes = message.getInt();
        if (bodyBytes < 0) {
            return null;
        }
        message.position(message.position() + bodyBytes);
        byte[] topic =
                new byte[longTopic ? Short.toUnsignedInt(message.getShort()) : Byte.toUnsignedInt(message.get())];
        message.get(topic);
        int propertiesBytes = message.getShort();
        if (propertiesBytes != message.remaining()) {
            return null;
        }
        return new MessageFields(
                new String(topic, StandardCharsets.UTF_8),
                message.getInt(QUEUE_ID_POSITION),
                message.getLong(storeTimePosition),
                new IndexedProperties(message));
    }

    private static int hostBytes(int sysFlag, int v6Bit) {
        return (sysFlag & v6Bit) == 0 ? IPV4_HOST_BYTES : IPV6_HOST_BYTES;
    }
}
