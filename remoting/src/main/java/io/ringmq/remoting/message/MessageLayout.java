package io.ringmq.remoting.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The bytes of a message in pull, query and view bodies. All integers big-endian, all text UTF-8.
 *
 * <pre>
 *   0  4  total size, this field included      48  8/20 born host: address 4 or 16, port 4
 *   4  4  magic: V1 or V2                       .  8    store timestamp, ms
 *   8  4  CRC-32 of the body, without sign bit  .  8/20 store host: address 4 or 16, port 4
 *  12  4  queue id                              .  4    reconsume times
 *  16  4  flag                                  .  8    prepared transaction offset
 *  20  8  queue offset                          .  4+n  body
 *  28  8  physical offset                       .  1+n  topic; 2+n under V2
 *  36  4  sysFlag: 0x10, 0x20 = 16-byte hosts   .  2+n  properties
 *  40  8  born timestamp, ms
 * </pre>
 *
 * V2 is written when the topic takes more than 127 bytes; clients before 5.0 do not read it. A CRC of 0 is not
 * checked: stock encoders other than the broker's leave it out.
 */
public final class MessageLayout {
    public static final int MAGIC_V1 = 0xDAA320A7;
    public static final int MAGIC_V2 = 0xDAA320AB;
    public static final int QUEUE_ID_POSITION = 12;
    public static final int QUEUE_OFFSET_POSITION = 20;
    public static final int PHYSICAL_OFFSET_POSITION = 28;
    public static final int SYS_FLAG_POSITION = 36;
    public static final int BORN_HOST_POSITION = 48;

    /** Longest topic that the V1 layout can hold, in bytes. */
    public static final int MAX_V1_TOPIC_BYTES = 127;

    /** Longest topic that the V2 layout can hold, in bytes. */
    public static final int MAX_TOPIC_BYTES = Short.MAX_VALUE;

    private static final int MAGIC_POSITION = 4;
    private static final int BODY_CRC_POSITION = 8;
    private static final int IPV4_HOST_BYTES = 8;
    private static final int IPV6_HOST_BYTES = 20;
    /** Everything of fixed size except the two hosts and the length field of the topic. */
    private static final int FIXED_BYTES = 48 + 8 + 4 + 8 + 4 + 2;

    private static final int SMALLEST_BYTES = FIXED_BYTES + 2 * IPV4_HOST_BYTES + 1;
    private static final int MAX_PORT = 65535;

    private MessageLayout() {}

    /** Bytes that {@link #write} takes for this message. */
    public static int sizeOf(WireMessage message) {
        int topicBytes = Utf8.sizeOf(message.topic());
        return FIXED_BYTES
                + hostBytes(message.bornHost())
                + hostBytes(message.storeHost())
                + message.body().remaining()
                + (topicBytes > MAX_V1_TOPIC_BYTES ? 2 : 1)
                + topicBytes
                + Utf8.sizeOf(message.properties());
    }

    /**
     * Writes the message at the buffer's position and moves it behind. The body's position stays.
     *
     * @throws IllegalArgumentException if topic or properties exceed their limits, or a host is unresolved
     * @throws BufferOverflowException if the buffer has no room for {@link #sizeOf} bytes; its position is then undefined
     */
    public static void write(WireMessage message, ByteBuffer dst) {
        byte[] topic = bounded("topic", message.topic(), MAX_TOPIC_BYTES);
        byte[] properties = bounded("properties", message.properties(), MessageProperties.MAX_BYTES);
        boolean wide = topic.length > MAX_V1_TOPIC_BYTES;
        int start = dst.position();
        dst.putInt(0);
        dst.putInt(wide ? MAGIC_V2 : MAGIC_V1);
        dst.putInt(bodyCrc(message.body()));
        writeFixedFields(message, dst);
        dst.putInt(message.body().remaining());
        dst.put(message.body().duplicate());
        if (wide) {
            dst.putShort((short) topic.length);
        } else {
            dst.put((byte) topic.length);
        }
        dst.put(topic);
        dst.putShort((short) properties.length);
        dst.put(properties);
        dst.putInt(start, dst.position() - start);
    }

    /** The message alone, ready to be read. */
    public static ByteBuffer encode(WireMessage message) {
        ByteBuffer encoded = ByteBuffer.allocate(sizeOf(message));
        write(message, encoded);
        return encoded.flip();
    }

    private static void writeFixedFields(WireMessage message, ByteBuffer dst) {
        dst.putInt(message.queueId());
        dst.putInt(message.flag());
        dst.putLong(message.queueOffset());
        dst.putLong(message.physicalOffset());
        dst.putInt(sysFlagOf(message));
        dst.putLong(message.bornTimestampMs());
        writeHost(message.bornHost(), dst);
        dst.putLong(message.storeTimestampMs());
        writeHost(message.storeHost(), dst);
        dst.putInt(message.reconsumeTimes());
        dst.putLong(message.preparedTransactionOffset());
    }

    private static int sysFlagOf(WireMessage message) {
        int sysFlag = message.sysFlag() & ~(SysFlags.BORN_HOST_V6 | SysFlags.STORE_HOST_V6);
        if (hostBytes(message.bornHost()) == IPV6_HOST_BYTES) {
            sysFlag |= SysFlags.BORN_HOST_V6;
        }
        if (hostBytes(message.storeHost()) == IPV6_HOST_BYTES) {
            sysFlag |= SysFlags.STORE_HOST_V6;
        }
        return sysFlag;
    }

    private static byte[] bounded(String what, String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(
                    what + " takes " + bytes.length + " bytes, at most " + maxBytes + " fit");
        }
        return bytes;
    }

    private static int hostBytes(InetSocketAddress host) {
        return addressOf(host).getAddress().length == 4 ? IPV4_HOST_BYTES : IPV6_HOST_BYTES;
    }

    private static InetAddress addressOf(InetSocketAddress host) {
        InetAddress address = host.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("host " + host + " is not resolved to an IP address");
        }
        return address;
    }

    private static void writeHost(InetSocketAddress host, ByteBuffer dst) {
        dst.put(addressOf(host).getAddress());
        dst.putInt(host.getPort());
    }

    private static int bodyCrc(ByteBuffer body) {
        CRC32 crc = new CRC32();
        crc.update(body.duplicate());
        return (int) crc.getValue() & Integer.MAX_VALUE;
    }

    /**
     * Reads the message at the buffer's position and moves it behind. The message's body is a view of the buffer.
     *
     * @throws MalformedMessageException if the bytes are no message or the body fails its CRC; the position is unchanged
     */
    public static WireMessage read(ByteBuffer src) {
        int start = src.position();
        ByteBuffer record = src.slice(start, sizeAt(src, start));
        WireMessage message = new RecordReader(record).read();
        src.position(start + record.capacity());
        return message;
    }

    /**
     * Reads messages until the buffer is empty: the body of a pull response.
     *
     * @throws MalformedMessageException as {@link #read} does; the position is then at the bad message
     */
    public static List<WireMessage> readAll(ByteBuffer src) {
        List<WireMessage> messages = new ArrayList<>();
        while (src.hasRemaining()) {
            messages.add(read(src));
        }
        return messages;
    }

    /**
     * Total size of the message that starts at {@code position}, which lies within the buffer's limit.
     *
     * @throws MalformedMessageException if no message starts there or it is cut off
     */
    public static int sizeAt(ByteBuffer buf, int position) {
        int available = buf.limit() - position;
        if (position < 0 || available < SMALLEST_BYTES) {
            throw new MalformedMessageException("message at " + position + " is cut off: " + available + " bytes left");
        }
        int magic = buf.getInt(position + MAGIC_POSITION);
        if (magic != MAGIC_V1 && magic != MAGIC_V2) {
            throw new MalformedMessageException(
                    "message at " + position + " has unknown magic 0x" + Integer.toHexString(magic));
        }
        int size = buf.getInt(position);
        if (size < SMALLEST_BYTES || size > available) {
            throw new MalformedMessageException(
                    "message at " + position + " claims " + size + " bytes, " + available + " are there");
        }
        return size;
    }

    /** Queue id of the message that starts at {@code position}. */
    public static int queueId(ByteBuffer buf, int position) {
        return buf.getInt(position + QUEUE_ID_POSITION);
    }

    /** Queue offset of the message that starts at {@code position}. */
    public static long queueOffset(ByteBuffer buf, int position) {
        return buf.getLong(position + QUEUE_OFFSET_POSITION);
    }

    /** Physical offset of the message that starts at {@code position}. */
    public static long physicalOffset(ByteBuffer buf, int position) {
        return buf.getLong(position + PHYSICAL_OFFSET_POSITION);
    }

    /** SysFlag of the message that starts at {@code position}. */
    public static int sysFlag(ByteBuffer buf, int position) {
        return buf.getInt(position + SYS_FLAG_POSITION);
    }

    /** Store timestamp, in ms, of the message that starts at {@code position}. */
    public static long storeTimestampMs(ByteBuffer buf, int position) {
        return buf.getLong(position + BORN_HOST_POSITION + bornHostBytes(sysFlag(buf, position)));
    }

    /** Topic of the message that starts at {@code position}; reads nothing else. */
    public static String topic(ByteBuffer buf, int position) {
        ByteBuffer record = buf.slice(position, sizeAt(buf, position));
        return new RecordReader(record).topic();
    }

    /** Encoded properties of the message that starts at {@code position}; reads nothing else. */
    public static String properties(ByteBuffer buf, int position) {
        ByteBuffer record = buf.slice(position, sizeAt(buf, position));
        return new RecordReader(record).properties();
    }

    /** Writes both offsets into the message that starts at {@code position}; moves no position. */
    public static void stampOffsets(ByteBuffer buf, int position, long queueOffset, long physicalOffset) {
        buf.putLong(position + QUEUE_OFFSET_POSITION, queueOffset);
        buf.putLong(position + PHYSICAL_OFFSET_POSITION, physicalOffset);
    }

    /**
     * Writes the address that clients take for the one to ask about the message that starts at {@code position}; moves no
     * position. Does nothing if the address is of the other family than the one in the message, whose length is fixed.
     */
    public static void stampStoreHost(ByteBuffer buf, int position, InetSocketAddress host) {
        int sysFlag = buf.getInt(position + SYS_FLAG_POSITION);
        int hostPosition = position + BORN_HOST_POSITION + bornHostBytes(sysFlag) + Long.BYTES;
        if (hostBytes(host) == storeHostBytes(sysFlag)) {
            buf.put(hostPosition, addressOf(host).getAddress());
            buf.putInt(hostPosition + hostBytes(host) - Integer.BYTES, host.getPort());
        }
    }

    private static int bornHostBytes(int sysFlag) {
        return (sysFlag & SysFlags.BORN_HOST_V6) == 0 ? IPV4_HOST_BYTES : IPV6_HOST_BYTES;
    }

    private static int storeHostBytes(int sysFlag) {
        return (sysFlag & SysFlags.STORE_HOST_V6) == 0 ? IPV4_HOST_BYTES : IPV6_HOST_BYTES;
    }

    /** Reads one message whose bytes are exactly {@code record}. */
    private static final class RecordReader {
        private final ByteBuffer record;
        private final int sysFlag;

        RecordReader(ByteBuffer record) {
            this.record = record;
            this.sysFlag = record.getInt(SYS_FLAG_POSITION);
        }

        WireMessage read() {
            record.position(QUEUE_ID_POSITION);
            int queueId = record.getInt();
            int flag = record.getInt();
            long queueOffset = record.getLong();
            long physicalOffset = record.getLong();
            record.getInt();
            long bornTimestampMs = record.getLong();
            InetSocketAddress bornHost = host("born host", bornHostBytes(sysFlag));
            long storeTimestampMs = take("store timestamp", 8).getLong();
            InetSocketAddress storeHost = host("store host", storeHostBytes(sysFlag));
            ByteBuffer counters = take("reconsume times", 12);
            int reconsumeTimes = counters.getInt();
            long preparedTransactionOffset = counters.getLong();
            ByteBuffer body = body();
            String topic = text("topic", topicLength());
            String properties = text("properties", propertiesLength());
            if (record.hasRemaining()) {
                throw new MalformedMessageException(record.remaining() + " bytes follow the properties of a message");
            }
            return new WireMessage(
                    topic,
                    queueId,
                    flag,
                    queueOffset,
                    physicalOffset,
                    sysFlag,
                    bornTimestampMs,
                    bornHost,
                    storeTimestampMs,
                    storeHost,
                    reconsumeTimes,
                    preparedTransactionOffset,
                    body,
                    properties);
        }

        String topic() {
            seekTopic();
            return text("topic", topicLength());
        }

        String properties() {
            seekTopic();
            take("topic", topicLength());
            return text("properties", propertiesLength());
        }

        private void seekTopic() {
            record.position(BORN_HOST_POSITION);
            take("hosts", bornHostBytes(sysFlag) + 8 + storeHostBytes(sysFlag) + 12);
            take("body", length("body length", 4));
        }

        private ByteBuffer body() {
            ByteBuffer body = take("body", length("body length", 4));
            int expectedCrc = record.getInt(BODY_CRC_POSITION);
            if (expectedCrc != 0 && bodyCrc(body) != expectedCrc) {
                throw new MalformedMessageException("the body of a message does not match its CRC");
            }
            return body;
        }

        private int topicLength() {
            return length("topic length", record.getInt(MAGIC_POSITION) == MAGIC_V2 ? 2 : 1);
        }

        private int propertiesLength() {
            return length("properties length", 2);
        }

        private int length(String what, int fieldBytes) {
            ByteBuffer field = take(what, fieldBytes);
            return switch (fieldBytes) {
                case 1 -> field.get() & 0xFF;
                case 2 -> field.getShort();
                default -> field.getInt();
            };
        }

        private InetSocketAddress host(String what, int hostBytes) {
            ByteBuffer field = take(what, hostBytes);
            byte[] address = new byte[hostBytes - 4];
            field.get(address);
            return hostOf(address, field.getInt());
        }

        private String text(String what, int lengthBytes) {
            return Utf8.decode(take(what, lengthBytes));
        }

        private ByteBuffer take(String what, int lengthBytes) {
            if (lengthBytes < 0 || lengthBytes > record.remaining()) {
                throw new MalformedMessageException(what + " of " + lengthBytes + " bytes exceeds the "
                        + record.remaining() + " left in a message");
            }
            ByteBuffer part = record.slice(record.position(), lengthBytes);
            record.position(record.position() + lengthBytes);
            return part;
        }
    }

    static InetSocketAddress hostOf(byte[] address, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new MalformedMessageException("host has port " + port + ", allowed is 0 to " + MAX_PORT);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new MalformedMessageException("host address of " + address.length + " bytes", e);
        }
    }
}
