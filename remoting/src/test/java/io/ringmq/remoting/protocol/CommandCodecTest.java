package io.ringmq.remoting.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCodecTest {

    @ParameterizedTest
    @EnumSource
    void commandsSurviveTheWire(HeaderEncoding encoding) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("plain", "text");
        fields.put("quo\"te\\", "\u0000\u0001\u001f\t\n äöü € \uD83D\uDE00");
        fields.put("empty", "");
        Command command = new Command(
                        -1000,
                        Language.GO,
                        317,
                        Integer.MIN_VALUE,
                        1,
                        "remark \"ü\"",
                        fields,
                        Command.EMPTY_BODY,
                        encoding)
                .withBody(new byte[] {1, 2, 3});
        assertEquals(command, roundTrip(command));
    }

    @ParameterizedTest
    @EnumSource
    void frameWithoutFieldsBodyAndRemarkSurvives(HeaderEncoding encoding) {
        Command command = Command.request(34, Map.of()).withEncoding(encoding);
        assertEquals(command, roundTrip(command));
    }

    @ParameterizedTest
    @ValueSource(ints = {200050, 200056, 200070, 200079, 200151, 310, 3001, 5003})
    void codesThatDoNotFitTheBinaryHeaderAreRestored(int code) {
        assertEquals(
                code,
                roundTrip(Command.request(code, Map.of()).withEncoding(HeaderEncoding.BINARY))
                        .code());
    }

    @Test
    void replyCarriesOpaqueEncodingAndOurVersion() {
        Command request = Command.request(34, Map.of()).withOpaque(9).withEncoding(HeaderEncoding.BINARY);
        Command reply = request.reply(ResponseCode.SYSTEM_BUSY, "later");
        assertTrue(reply.isResponse());
        assertEquals(9, reply.opaque());
        assertEquals(HeaderEncoding.BINARY, reply.encoding());
        assertEquals(515, reply.version());
        assertEquals(Map.of(), reply.fields());
    }

    @Test
    void jsonToleratesWhatOtherClientsSend() {
        Command command = decodeJson("{\"flag\":0,\"unknown\":{\"a\":[1]},\"code\":11,\"language\":\"COBOL\","
                + "\"extFields\":{\"queueId\":3,\"order\":true,\"rate\":1.5,\"none\":null},\"remark\":null}");
        assertEquals(Map.of("queueId", "3", "order", "true", "rate", "1.5"), command.fields());
        assertEquals(Language.OTHER, command.language());
        assertNull(command.remark());
        assertEquals(Map.of(), decodeJson("{\"code\":1,\"extFields\":null}").fields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"code\":\"11\"}",
                "{\"code\":99999999999}",
                "{\"code\":1}{}",
                "{\"code\":1,\"extFields\":{\"a\":{}}}",
                "{\"code\":1,\"extFields\":[]}",
                "{\"code\":1,\"x\":[[[[[[]]]]]]}",
                "{\"code\":1"
            })
    void badJsonIsMalformed(String header) {
        assertThrows(MalformedFrameException.class, () -> decodeJson(header));
    }

    @Test
    void malformedFieldsLeaveTheOpaque() {
        MalformedFrameException e = assertThrows(
                MalformedFrameException.class, () -> decodeJson("{\"code\":5,\"opaque\":6,\"extFields\":3}"));
        assertEquals(6, Objects.requireNonNull(e.request()).opaque());
        assertNull(assertThrows(MalformedFrameException.class, () -> decodeJson("{\"opaque\":6}"))
                .request());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3, (16 << 20) - 3, Integer.MAX_VALUE})
    void frameLengthIsChecked(int length) {
        ByteBuf in = Unpooled.buffer().writeInt(length);
        assertThrows(MalformedFrameException.class, () -> CommandCodec.decode(in));
    }

    @Test
    void longestFrameIsNotMalformed() {
        assertNull(CommandCodec.decode(Unpooled.buffer().writeInt((16 << 20) - 4)));
    }

    @Test
    void headerLengthAndEncodingAreCheckedBeforeTheFrameArrives() {
        for (int mark : new int[] {(64 << 10) + 1, 2 << 24, 0xFFFF_FFFF, 200}) {
            ByteBuf in = Unpooled.buffer().writeInt(mark == 200 ? 100 : 1 << 20).writeInt(mark);
            assertThrows(MalformedFrameException.class, () -> CommandCodec.decode(in));
        }
    }

    @ParameterizedTest
    @EnumSource
    void fieldsAreCounted(HeaderEncoding encoding) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < CommandCodec.MAX_FIELDS; i++) {
            fields.put("f" + i, "");
        }
        Command full = Command.request(1, fields).withEncoding(encoding);
        assertEquals(CommandCodec.MAX_FIELDS, roundTrip(full).fields().size());
        assertThrows(MalformedFrameException.class, () -> roundTrip(full.withField("one", "more")));
    }

    @Test
    void oversizedCommandsAreNotSent() {
        Command longHeader = Command.request(310, Map.of("i", "x".repeat(64 << 10)));
        ByteBuf out = Unpooled.buffer();
        assertThrows(CommandException.class, () -> CommandCodec.encode(longHeader, out));
        assertEquals(0, out.readableBytes());
        Command longBody = Command.request(310, Map.of()).withBody(new byte[16 << 20]);
        assertThrows(CommandException.class, () -> CommandCodec.encode(longBody, out));
    }

    @Test
    void framesAreCutFromTheStream() {
        ByteBuf stream = Unpooled.buffer();
        CommandCodec.encode(Command.request(1, Map.of()).withBody(new byte[] {1}), stream);
        CommandCodec.encode(Command.request(2, Map.of()), stream);
        assertEquals(1, Objects.requireNonNull(CommandCodec.decode(stream)).code());
        assertEquals(2, Objects.requireNonNull(CommandCodec.decode(stream)).code());
        assertNull(CommandCodec.decode(stream));
    }

    private static Command roundTrip(Command command) {
        ByteBuf wire = Unpooled.buffer();
        CommandCodec.encode(command, wire);
        return Objects.requireNonNull(CommandCodec.decode(wire));
    }

    private static Command decodeJson(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = Unpooled.buffer()
                .writeInt(4 + bytes.length)
                .writeInt(bytes.length)
                .writeBytes(bytes);
        return Objects.requireNonNull(CommandCodec.decode(frame));
    }
}
