package io.ringmq.remoting.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.body.Fixtures;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLayoutTest {
    private static final Map<String, String> PROPERTIES =
            Map.of(PropertyNames.TAGS, "tagA", PropertyNames.KEYS, "k1 k2", "user", "wert \u00e4\u4e2d\ud83d\ude00");

    /** The message that the fixtures hold. */
    static WireMessage sample() {
        return new WireMessage(
                "TopicA",
                3,
                7,
                1_234_567_890_123L,
                9_876_543_210L,
                0,
                1_700_000_000_001L,
                host("10.1.2.3", 40001),
                1_700_000_000_777L,
                host("10.1.2.4", 10911),
                2,
                42,
                utf8("hello \u4e2d"),
                MessageProperties.encode(new TreeMap<>(PROPERTIES)));
    }

    static WireMessage sampleV6() {
        WireMessage v4 = sample();
        return new WireMessage(
                v4.topic(),
                v4.queueId(),
                v4.flag(),
                v4.queueOffset(),
                v4.physicalOffset(),
                SysFlags.BORN_HOST_V6 | SysFlags.STORE_HOST_V6,
                v4.bornTimestampMs(),
                host("2001:db8::1", 40001),
                v4.storeTimestampMs(),
                host("2001:db8::2", 10911),
                v4.reconsumeTimes(),
                v4.preparedTransactionOffset(),
                v4.body(),
                v4.properties());
    }

    private static InetSocketAddress host(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    private static ByteBuffer utf8(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    @Test
    void aStoreHostGivesWayToOneOfItsFamily() {
        ByteBuffer v4 = MessageLayout.encode(sample());
        MessageLayout.stampStoreHost(v4, 0, host("2001:db8::3", 1));
        assertEquals(sample(), MessageLayout.readAll(v4.duplicate()).get(0));
        MessageLayout.stampStoreHost(v4, 0, host("10.9.8.7", 6));
        assertEquals(
                sample().withStore(sample().storeTimestampMs(), host("10.9.8.7", 6)),
                MessageLayout.readAll(v4.duplicate()).get(0));
        ByteBuffer v6 = MessageLayout.encode(sampleV6());
        MessageLayout.stampStoreHost(v6, 0, host("2001:db8::3", 1));
        assertEquals(host("2001:db8::3", 1), MessageLayout.read(v6).storeHost());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.5.0", "4.9.8"})
    void readsWhatOfficialClassesWrite(String version) {
        assertFixture(sample(), version + "/message-ipv4");
        assertFixture(sampleV6(), version + "/message-ipv6");
        assertFixture(sample().withBody(ByteBuffer.allocate(0)), version + "/message-empty");
    }

    /** The official encoder writes properties in an order of its own; everything else has to be the same bytes. */
    private static void assertFixture(WireMessage expected, String fixture) {
        ByteBuffer bytes = Fixtures.hex(fixture);
        WireMessage message = MessageLayout.read(bytes.duplicate());
        assertEquals(expected, message.withProperties(expected.properties()));
        assertEquals(PROPERTIES, MessageProperties.parse(message.properties()));
        assertEquals(bytes, MessageLayout.encode(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.5.0", "4.9.8"})
    void inflatesWhatOfficialClassesCompress(String version) {
        WireMessage message = MessageLayout.read(Fixtures.hex(version + "/message-compressed"));
        assertEquals(utf8("zip me ".repeat(40)), Compression.plainBody(message.sysFlag(), message.body(), 280));
        assertThrows(
                MalformedMessageException.class, () -> Compression.plainBody(message.sysFlag(), message.body(), 279));
    }

    @Test
    void writesWhatOfficialClassesAccepted() {
        assertEquals(Fixtures.hex("accepted/message-ipv4"), MessageLayout.encode(sample()));
        assertEquals(Fixtures.hex("accepted/message-ipv6"), MessageLayout.encode(sampleV6()));
        WireMessage longTopic = sample().withTopic("%RETRY%" + "g".repeat(200));
        assertEquals(Fixtures.hex("accepted/message-long-topic"), MessageLayout.encode(longTopic));
    }

    @Test
    void keepsEveryFieldOfRandomMessages() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            WireMessage message = (random.nextBoolean() ? sample() : sampleV6())
                    .withTopic("t".repeat(1 + random.nextInt(300)))
                    .withQueueId(random.nextInt())
                    .withOffsets(random.nextLong(), random.nextLong())
                    .withReconsumeTimes(random.nextInt())
                    .withProperties("p\u0001" + "\u00e9\ud83d\ude00x".repeat(random.nextInt(50)) + "\u0002")
                    .withBody(ByteBuffer.allocate(random.nextInt(500)));
            ByteBuffer encoded = MessageLayout.encode(message);
            assertEquals(MessageLayout.sizeOf(message), encoded.remaining());
            assertEquals(message, MessageLayout.read(encoded));
        }
    }

    @Test
    void switchesTheLayoutBehind127BytesOfTopic() {
        WireMessage edge = sample().withTopic("t".repeat(127));
        assertEquals(MessageLayout.MAGIC_V1, MessageLayout.encode(edge).getInt(4));
        WireMessage wide = sample().withTopic("t".repeat(128));
        assertEquals(MessageLayout.MAGIC_V2, MessageLayout.encode(wide).getInt(4));
    }

    @Test
    void readsSingleFieldsAnywhereInABuffer() {
        for (WireMessage message : List.of(sample(), sampleV6().withTopic("t".repeat(200)))) {
            ByteBuffer buf =
                    ByteBuffer.allocate(5 + MessageLayout.sizeOf(message)).position(5);
            MessageLayout.write(message, buf);
            buf.rewind();
            assertEquals(message.queueId(), MessageLayout.queueId(buf, 5));
            assertEquals(message.sysFlag(), MessageLayout.sysFlag(buf, 5));
            assertEquals(message.storeTimestampMs(), MessageLayout.storeTimestampMs(buf, 5));
            assertEquals(message.topic(), MessageLayout.topic(buf, 5));
            assertEquals(message.properties(), MessageLayout.properties(buf, 5));
            MessageLayout.stampOffsets(buf, 5, 11, 12);
            assertEquals(message.withOffsets(11, 12), MessageLayout.read(buf.position(5)));
        }
    }

    @Test
    void readsAllMessagesOfAPull() {
        ByteBuffer pull = ByteBuffer.allocate(1000);
        MessageLayout.write(sample(), pull);
        MessageLayout.write(sampleV6(), pull);
        assertEquals(List.of(sample(), sampleV6()), MessageLayout.readAll(pull.flip()));
    }

    @Test
    void refusesEveryTruncation() {
        ByteBuffer whole = MessageLayout.encode(sampleV6());
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer cut = whole.slice(0, length);
            assertThrows(MalformedMessageException.class, () -> MessageLayout.read(cut));
            // A consistent total size must not help a message whose parts do not fit.
            if (length >= 4) {
                ByteBuffer lying = ByteBuffer.allocate(length).put(cut).flip().putInt(0, length);
                assertThrows(MalformedMessageException.class, () -> MessageLayout.read(lying));
            }
        }
    }

    @Test
    void failsOnDamageOnlyWithItsOwnException() {
        Random random = new Random(11);
        byte[] whole = MessageLayout.encode(sample()).array();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            readDamaged(ByteBuffer.wrap(damaged));
        }
    }

    private static void readDamaged(ByteBuffer damaged) {
        try {
            MessageLayout.topic(damaged, 0);
            MessageLayout.properties(damaged, 0);
            MessageLayout.read(damaged);
        } catch (MalformedMessageException e) {
            assertEquals(0, damaged.position());
        }
    }

    @Test
    void refusesABodyThatDoesNotMatchItsCrc() {
        ByteBuffer damaged = MessageLayout.encode(sample());
        damaged.put(90, (byte) (damaged.get(90) ^ 1));
        MalformedMessageException e = assertThrows(MalformedMessageException.class, () -> MessageLayout.read(damaged));
        assertTrue(e.toString().contains("CRC"), e.toString());
    }

    @Test
    void refusesToWriteWhatDoesNotFit() {
        WireMessage tooMuch = sample().withProperties("x".repeat(MessageProperties.MAX_BYTES + 1));
        assertThrows(IllegalArgumentException.class, () -> MessageLayout.encode(tooMuch));
        WireMessage unresolved = sample().withStore(0, InetSocketAddress.createUnresolved("nowhere", 1));
        assertThrows(IllegalArgumentException.class, () -> MessageLayout.encode(unresolved));
    }
}
