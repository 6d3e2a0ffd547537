package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.store.record.MalformedRecordException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CommandCodecTest {

    private static final List<OffsetCommit> COMMITS =
            List.of(new OffsetCommit("g", "t", 2, 258), new OffsetCommit("h", "ü", 0, 0));
    private static final TopicConfig TOPIC =
            new TopicConfig("t", 4, 8, 6, "SINGLE_TAG", 1, true, Map.of("b", "2", "a", "1"));
    private static final GroupConfig GROUP =
            new GroupConfig("g", true, false, true, false, 1, 16, 0, 1, true, 3, 15, null);
    private static final OffsetCondition CONDITION = new OffsetCondition("g", "t", 1, -1, 7, 2);
    private static final LeaderAddress ADDRESS = new LeaderAddress(5, "h", 80, "n0");

    private static String hex(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void theBytesOfCommandsNeverChange() {
        assertEquals(
                "01" + "00000002" + "000167" + "000174" + "00000002" + "0000000000000102" + "000168" + "0002c3bc"
                        + "00000000" + "0000000000000000",
                hex(CommandCodec.encodeCommits(COMMITS)));
        assertEquals(
                "01" + "01" + "000174" + "00000004" + "00000008" + "00000006" + "000a53494e474c455f544147" + "00000001"
                        + "01" + "00000002" + "000161" + "000131" + "000162" + "000132",
                hex(CommandCodec.encodePutTopic(TOPIC, true)));
        assertEquals("01" + "000174", hex(CommandCodec.encodeDeleteTopic("t")));
        assertEquals(
                "01" + "00" + "000167" + "01000100" + "00000001" + "00000010" + "0000000000000000" + "0000000000000001"
                        + "01" + "00000003" + "0000000f",
                hex(CommandCodec.encodePutGroup(GROUP, false)));
        assertEquals("01" + "000167" + "01", hex(CommandCodec.encodeDeleteGroup("g", true)));
        assertEquals(
                "01" + "000167" + "000174" + "00000001" + "ffffffffffffffff" + "0000000000000007" + "00000002",
                hex(CommandCodec.encodeCondition(CONDITION)));
        assertEquals(
                "01" + "0000000000000005" + "000168" + "00000050" + "00026e30",
                hex(CommandCodec.encodeLeaderAddress(ADDRESS)));
    }

    @Test
    void readsBackWhatWasWritten() {
        roundTrip(CommandCodec.encodeCommits(COMMITS), CommandCodec::decodeCommits, COMMITS);
        roundTrip(
                CommandCodec.encodePutTopic(TOPIC, true),
                CommandCodec::decodePutTopic,
                new CommandCodec.PutTopic(TOPIC, true));
        roundTrip(CommandCodec.encodeDeleteTopic("t"), CommandCodec::decodeDeleteTopic, "t");
        roundTrip(
                CommandCodec.encodePutGroup(GROUP, false),
                CommandCodec::decodePutGroup,
                new CommandCodec.PutGroup(GROUP, false));
        roundTrip(
                CommandCodec.encodeDeleteGroup("g", true),
                CommandCodec::decodeDeleteGroup,
                new CommandCodec.DeleteGroup("g", true));
        roundTrip(CommandCodec.encodeCondition(CONDITION), CommandCodec::decodeCondition, CONDITION);
        roundTrip(CommandCodec.encodeLeaderAddress(ADDRESS), CommandCodec::decodeLeaderAddress, ADDRESS);
    }

    @Test
    void groupsKeepTheirRetryPolicy() {
        String group = hex(CommandCodec.encodePutGroup(GROUP, false));
        GroupConfig growing = with(new RetryPolicy.Exponential(5_000, 60_000, 2));
        ByteBuffer growingBytes = CommandCodec.encodePutGroup(growing, true);
        assertEquals(
                group.replaceFirst("^0100", "0101") + "00" + "0000000000001388" + "000000000000ea60"
                        + "0000000000000002",
                hex(growingBytes));
        assertEquals(growing, CommandCodec.decodePutGroup(growingBytes).config());
        GroupConfig listed = with(new RetryPolicy.Listed(List.of(1L, 2L)));
        ByteBuffer listedBytes = CommandCodec.encodePutGroup(listed, true);
        assertEquals(
                group.replaceFirst("^0100", "0101") + "01" + "00000002" + "0000000000000001" + "0000000000000002",
                hex(listedBytes));
        assertEquals(listed, CommandCodec.decodePutGroup(listedBytes).config());
        ByteBuffer cut = listedBytes.duplicate().limit(listedBytes.limit() - 1);
        assertThrows(MalformedRecordException.class, () -> CommandCodec.decodePutGroup(cut));
    }

    private static GroupConfig with(RetryPolicy policy) {
        return new GroupConfig("g", true, false, true, false, 1, 16, 0, 1, true, 3, 15, policy);
    }

    /** Reads the value back, and refuses every cut, a byte too many and another version. */
    private static <T> void roundTrip(ByteBuffer payload, Function<ByteBuffer, T> decode, T expected) {
        assertEquals(expected, decode.apply(payload));
        for (int size = 0; size < payload.limit(); size++) {
            ByteBuffer cut = payload.duplicate().limit(size);
            assertThrows(MalformedRecordException.class, () -> decode.apply(cut), expected + " cut at " + size);
        }
        ByteBuffer longer = ByteBuffer.allocate(payload.limit() + 1)
                .put(payload.duplicate())
                .rewind();
        assertThrows(MalformedRecordException.class, () -> decode.apply(longer));
        ByteBuffer newer = ByteBuffer.allocate(payload.limit())
                .put(payload.duplicate())
                .rewind()
                .put(0, (byte) 2);
        assertThrows(MalformedRecordException.class, () -> decode.apply(newer));
    }

    @Test
    void valuesOutOfBoundsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new OffsetCommit("g", "t", 0, -1));
        assertThrows(IllegalArgumentException.class, () -> new OffsetCondition("g", "t", 0, -2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> TopicConfig.of("", 1));
        assertThrows(IllegalArgumentException.class, () -> TopicConfig.of("t", TopicConfig.MAX_QUEUES + 1));
        assertThrows(IllegalArgumentException.class, () -> TopicConfig.of("t", 1, 16));
        assertThrows(IllegalArgumentException.class, () -> new LeaderAddress(1, "h", 0, "n0"));
        ByteBuffer negativeOffset = CommandCodec.encodeCommits(List.of(new OffsetCommit("g", "t", 0, 0)));
        negativeOffset.put(negativeOffset.limit() - 8, (byte) 0x80);
        assertThrows(MalformedRecordException.class, () -> CommandCodec.decodeCommits(negativeOffset));
        String tooLong = "x".repeat(1 << 16);
        assertThrows(IllegalArgumentException.class, () -> CommandCodec.encodeDeleteTopic(tooLong));
    }
}
