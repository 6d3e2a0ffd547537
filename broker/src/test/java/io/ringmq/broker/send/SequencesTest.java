package io.ringmq.broker.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.header.SequenceFields;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.BatchEntry;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final String TOPIC = "numbered";
    private static final String UNIQUE = "UNIQ_KEY\0017F0000010001ABCDEF01000000010002\2";

    private final TestRing ring = new TestRing();
    private String producer = "";

    @BeforeEach
    void open() {
        ring.handle(
                        RequestCode.UPDATE_AND_CREATE_TOPIC,
                        new CreateTopicHeader(TOPIC, "TBW102", 4, 4, 6, "SINGLE_TAG", 0, false, ""))
                .answer(ResponseCode.SUCCESS);
        Command opened = ring.handle(Command.request(RequestCode.OPEN_PRODUCER, Map.of()))
                .answer(ResponseCode.SUCCESS);
        producer = Objects.requireNonNull(SequenceFields.producerId(opened));
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private Command single(int queueId, long number, long settledBelow, String properties) {
        SendMessageHeader header = new SendMessageHeader(
                "pg", TOPIC, "TBW102", 4, queueId, 0, 1_700_000_000_000L, 7, properties, 0, false, null, false);
        return numbered(
                Command.request(RequestCode.SEND_MESSAGE_V2, header).withBody(bytes("body")), number, settledBelow);
    }

    private Command numbered(Command request, long number, long settledBelow) {
        return new SequenceFields(producer, number, settledBelow).addTo(request);
    }

    private Command batch(long number, String... bodies) {
        List<BatchEntry> entries = Arrays.stream(bodies)
                .map(body -> new BatchEntry(0, ByteBuffer.wrap(bytes(body)), "UNIQ_KEY\1" + body + "\2"))
                .toList();
        Command request = Command.request(RequestCode.SEND_BATCH_MESSAGE, TestRing.sendHeader(TOPIC, ""))
                .withBody(BatchBody.encode(entries));
        return numbered(request, number, 0);
    }

    private SendMessageResponseHeader stored(Command request) {
        Command answer = ring.handle(request).answer(ResponseCode.SUCCESS);
        assertEquals(producer, SequenceFields.producerId(answer), "it says that the numbers were heeded");
        return SendMessageResponseHeader.parse(answer);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aRepeatedSendIsAnsweredWithTheResultOfTheFirst() {
        stored(single(1, 0, 0, UNIQUE));
        SendMessageResponseHeader first = stored(single(1, 1, 0, UNIQUE));
        assertEquals(1, first.queueOffset(), "another number is another message");
        ring.timer.advance(10 * 24 * 3_600_000L);
        assertEquals(first, stored(single(1, 1, 0, UNIQUE)));
        assertEquals(2, ring.view().maxOffset(TOPIC, 1));
    }

    @Test
    void aBatchAndItsPartsAreFound() {
        SendMessageResponseHeader first = stored(batch(0, "one", "two", "three"));
        assertEquals(first, stored(batch(0, "one", "two", "three")));
        SendMessageResponseHeader second = stored(single(3, 1, 0, UNIQUE));
        assertEquals(first.queueOffset() + 1, second.queueOffset());
        assertEquals(first.queueId(), second.queueId());
        assertEquals(first.messageId().split(",", -1)[1], second.messageId());
        assertEquals(3, ring.view().maxOffset(TOPIC, first.queueId()));
        assertEquals(0, ring.view().maxOffset(TOPIC, 3));
    }

    @Test
    void aTimedMessageWaitsOnceAndKeepsItsRecallHandle() {
        String delay = UNIQUE + "TIMER_DELAY_MS\00160000\2";
        SendMessageResponseHeader first = stored(single(0, 0, 0, delay));
        assertNotNull(first.recallHandle());
        ring.timer.advance(1_000);
        assertEquals(first, stored(single(0, 0, 0, delay)));
        assertEquals(1, ring.view().timers().pending());
        assertNotEquals(first.recallHandle(), stored(single(0, 1, 0, delay)).recallHandle());
    }

    @Test
    void whatNobodyCanKnowIsRefused() {
        stored(single(0, 0, 0, UNIQUE));
        stored(single(0, 1, 1, UNIQUE));
        ring.handle(single(0, 0, 0, UNIQUE)).answer(ResponseCode.SEND_GIVEN_UP);
        producer = producer.replace(producer.charAt(0), 'f');
        Command unknown = ring.handle(single(0, 2, 0, UNIQUE)).answer(ResponseCode.UNKNOWN_PRODUCER);
        assertTrue(String.valueOf(unknown.remark()).contains(producer), unknown::toString);
        assertNull(SequenceFields.producerId(unknown));
        assertEquals(2, ring.view().maxOffset(TOPIC, 0));
    }

    @Test
    void malformedNumbersAreRefused() {
        Command plain = single(0, 0, 0, UNIQUE);
        for (String field : List.of(
                "", "x", producer + ":1", producer + ":a:0", producer + ":1:2", "me:0:0", producer + ":-1:-1")) {
            ring.handle(plain.withField("sequence", field)).answer(ResponseCode.INVALID_PARAMETER);
        }
        ring.handle(single(0, 0, 0, UNIQUE + "TRAN_MSG\1true\2PGROUP\1pg\2")).answer(ResponseCode.MESSAGE_ILLEGAL);
        assertEquals(0, ring.view().maxOffset(TOPIC, 0));
    }
}
