package io.ringmq.broker.send;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.BatchEntry;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeduplicationTest {
    private static final String ID = "UNIQ_KEY\0017F0000010001ABCDEF01000000010002\2";

    private final TestRing ring = new TestRing();

    @BeforeEach
    void createTopics() {
        create("once", "+deduplication=true").answer(ResponseCode.SUCCESS);
        create("plain", "").answer(ResponseCode.SUCCESS);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private Reply create(String topic, String attributes) {
        return ring.handle(
                RequestCode.UPDATE_AND_CREATE_TOPIC,
                new CreateTopicHeader(topic, "TBW102", 4, 4, 6, "SINGLE_TAG", 0, false, attributes));
    }

    private SendMessageResponseHeader send(String topic, int queueId, String properties) {
        SendMessageHeader header = new SendMessageHeader(
                "pg", topic, "TBW102", 4, queueId, 0, 1_700_000_000_000L, 7, properties, 0, false, null, false);
        return sent(Command.request(RequestCode.SEND_MESSAGE_V2, header).withBody(bytes("body")));
    }

    private SendMessageResponseHeader sent(Command request) {
        return SendMessageResponseHeader.parse(ring.handle(request).answer(ResponseCode.SUCCESS));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aRepeatedSendIsAnsweredWithTheResultOfTheFirst() {
        send("once", 1, "");
        SendMessageResponseHeader first = send("once", 1, ID);
        assertEquals(1, first.queueOffset());
        assertEquals(first, send("once", 1, ID));
        assertEquals(first, send("once", 3, ID + "TAGS\1a\2"), "stock producers repeat to another queue");
        assertEquals(2, ring.view().maxOffset("once", 1));
        assertEquals(0, ring.view().maxOffset("once", 3));
    }

    @Test
    void onlyTopicsThatAskForItAreDeduplicated() {
        send("plain", 0, ID);
        send("plain", 0, ID);
        assertEquals(2, ring.view().maxOffset("plain", 0));
        send("once", 0, ID);
        assertEquals(1, ring.view().maxOffset("once", 0), "the same id in another topic is another message");
        create("once", "+deduplication=false").answer(ResponseCode.SUCCESS);
        send("once", 0, ID);
        assertEquals(2, ring.view().maxOffset("once", 0));
        create("once", "+deduplication=often").answer(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void aDelayedMessageIsScheduledOnce() {
        SendMessageResponseHeader first = send("once", 2, ID + "DELAY\0013\2");
        assertEquals(first, send("once", 2, ID + "DELAY\0013\2"));
        assertEquals(1, ring.view().maxOffset("SCHEDULE_TOPIC_XXXX", 2));
    }

    @Test
    void aBatchIsKnownByItsFirstMessageAndItsSize() {
        SendMessageResponseHeader first = sent(batch("one", "two"));
        assertEquals(2, first.messageId().split(",", -1).length);
        assertEquals(first, sent(batch("one", "two")));
        assertEquals(2, ring.view().maxOffset("once", 0));
        sent(batch("one", "two", "three"));
        assertEquals(5, ring.view().maxOffset("once", 0));
    }

    private static Command batch(String... bodies) {
        List<BatchEntry> entries = Arrays.stream(bodies)
                .map(body -> new BatchEntry(0, ByteBuffer.wrap(bytes(body)), "UNIQ_KEY\1" + body + "\2"))
                .toList();
        return Command.request(RequestCode.SEND_BATCH_MESSAGE, TestRing.sendHeader("once", ""))
                .withBody(BatchBody.encode(entries));
    }

    @Test
    void whatConsumersSendBackIsNoRepetition() {
        create("%RETRY%cg", "+deduplication=true").answer(ResponseCode.SUCCESS);
        send("%RETRY%cg", 0, ID);
        send("%RETRY%cg", 0, ID);
        assertEquals(2, ring.view().maxOffset("%RETRY%cg", 0));
    }
}
