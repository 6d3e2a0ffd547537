package io.ringmq.remoting.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringmq.remoting.header.BoundaryType;
import io.ringmq.remoting.header.ConsumerSendMessageBackHeader;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.header.GetConsumerListHeader;
import io.ringmq.remoting.header.GetRouteInfoHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.QueryConsumerOffsetHeader;
import io.ringmq.remoting.header.QueryMessageHeader;
import io.ringmq.remoting.header.QueueOffsetHeader;
import io.ringmq.remoting.header.SearchOffsetHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.UnregisterClientHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import io.ringmq.remoting.protocol.HeaderEncoding;
import io.ringmq.remoting.protocol.Language;
import io.ringmq.remoting.protocol.RequestCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenFramesTest {
    private static final int V4_9_8 = 409;
    private static final int V5_5_0 = 513;

    static List<Path> frames() throws Exception {
        return GoldenFrames.all();
    }

    @Test
    void bothReleasesAndEncodingsAreThere() throws Exception {
        assertEquals(74, GoldenFrames.all().size());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void decodesAndEncodesBack(Path file) throws Exception {
        byte[] frame = Files.readAllBytes(file);
        Command command = GoldenFrames.decode(frame);
        boolean binary = GoldenFrames.isBinary(file);
        assertEquals(GoldenFrames.code(file), command.code());
        assertEquals(Language.JAVA, command.language());
        assertEquals(file.toString().contains("4.9.8") ? V4_9_8 : V5_5_0, command.version());
        assertEquals(binary ? HeaderEncoding.BINARY : HeaderEncoding.JSON, command.encoding());
        assertFalse(command.isResponse());
        assertNull(command.remark());

        ByteBuf out = Unpooled.buffer();
        CommandCodec.encode(command, out);
        byte[] again = new byte[out.readableBytes()];
        out.getBytes(0, again);
        if (binary) {
            assertArrayEquals(frame, again);
        } else {
            assertEquals(command, GoldenFrames.decode(again));
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void headersHoldWhatTheClientWasTold(Path file) throws Exception {
        Command command = GoldenFrames.decode(Files.readAllBytes(file));
        switch (command.code()) {
            case RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE -> assertSend(command);
            case RequestCode.PULL_MESSAGE, RequestCode.LITE_PULL_MESSAGE -> assertPull(command);
            case RequestCode.QUERY_CONSUMER_OFFSET ->
                assertEquals(
                        new QueryConsumerOffsetHeader("golden-consumers", "golden-topic", 0, true),
                        QueryConsumerOffsetHeader.parse(command));
            case RequestCode.UPDATE_CONSUMER_OFFSET -> assertUpdateOffset(command);
            case RequestCode.GET_MAX_OFFSET, RequestCode.GET_MIN_OFFSET, RequestCode.GET_EARLIEST_MSG_STORETIME ->
                assertEquals(new QueueOffsetHeader("golden-topic", 0, true), QueueOffsetHeader.parse(command));
            case RequestCode.SEARCH_OFFSET_BY_TIMESTAMP ->
                assertEquals(
                        new SearchOffsetHeader("golden-topic", 0, 1_700_000_000_000L, BoundaryType.LOWER),
                        SearchOffsetHeader.parse(command));
            case RequestCode.QUERY_MESSAGE ->
                assertEquals(
                        new QueryMessageHeader(
                                "golden-topic",
                                "key-1",
                                8,
                                0,
                                1_900_000_000_000L,
                                false,
                                command.fields().get("indexType"),
                                null),
                        QueryMessageHeader.parse(command));
            case RequestCode.GET_ROUTEINFO_BY_TOPIC ->
                assertTrue(List.of("golden-topic", "TBW102")
                        .contains(GetRouteInfoHeader.parse(command).topic()));
            case RequestCode.GET_CONSUMER_LIST_BY_GROUP ->
                assertEquals(new GetConsumerListHeader("golden-consumers"), GetConsumerListHeader.parse(command));
            case RequestCode.UNREGISTER_CLIENT ->
                assertEquals(
                        new UnregisterClientHeader("127.0.0.1@producer", "golden-producers", null),
                        UnregisterClientHeader.parse(command));
            case RequestCode.CONSUMER_SEND_MSG_BACK ->
                assertEquals(
                        new ConsumerSendMessageBackHeader(
                                0, "golden-consumers", 0, "7F0000010001", "golden-topic", false, 16),
                        ConsumerSendMessageBackHeader.parse(command));
            case RequestCode.END_TRANSACTION -> assertEndTransaction(command);
            case RequestCode.HEART_BEAT -> assertBody(command, "\"clientID\":\"127.0.0.1@");
            case RequestCode.LOCK_BATCH_MQ, RequestCode.UNLOCK_BATCH_MQ ->
                assertBody(command, "\"consumerGroup\":\"golden-ordered\"");
            default -> throw new AssertionError("no expectation for " + file);
        }
    }

    private static void assertSend(Command command) {
        SendMessageHeader header = SendMessageHeader.parse(command);
        boolean batch = command.code() == RequestCode.SEND_BATCH_MESSAGE;
        assertEquals("golden-producers", header.producerGroup());
        assertEquals("golden-topic", header.topic());
        assertEquals("TBW102", header.defaultTopic());
        assertEquals(4, header.defaultTopicQueueCount());
        assertEquals(batch, header.batch());
        assertNull(header.maxReconsumeTimes());
        if (!batch) {
            assertTrue(header.properties().contains("colour\u0001\"grün\\\u0002"));
            assertBody(command, "body 1 äöü");
        }
    }

    private static void assertPull(Command command) {
        PullMessageHeader header = PullMessageHeader.parse(command);
        assertEquals("golden-topic", header.topic());
        assertEquals("TAG", header.expressionType());
        assertTrue(header.has(PullMessageHeader.SUSPEND));
        boolean lite = header.consumerGroup().equals("golden-pullers");
        assertEquals(lite, header.has(PullMessageHeader.LITE_PULL));
        assertEquals(lite ? 20_000 : 15_000, header.suspendTimeoutMs());
        assertEquals(lite ? 10 : 32, header.maxMessages());
    }

    private static void assertUpdateOffset(Command command) {
        assertTrue(command.isOneway());
        UpdateConsumerOffsetHeader header = UpdateConsumerOffsetHeader.parse(command);
        assertEquals("golden-topic", header.topic());
        assertEquals(1, header.offset());
    }

    private static void assertEndTransaction(Command command) {
        assertTrue(command.isOneway());
        EndTransactionHeader header = EndTransactionHeader.parse(command);
        assertEquals("golden-transactions", header.producerGroup());
        assertEquals(7, header.stateTableOffset());
        assertEquals(8, header.decision());
    }

    private static void assertBody(Command command, String part) {
        String body = StandardCharsets.UTF_8.decode(command.body().duplicate()).toString();
        assertTrue(body.contains(part), body);
    }
}
