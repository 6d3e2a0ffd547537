package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.RecallMessageHeader;
import io.ringmq.remoting.header.RecallMessageResponseHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sends of messages that are to be delivered later, and their recall, to brokers whose answers the test decides. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimedSendTest {
    private final FakeNameserver nameserver = new FakeNameserver();
    private final FakeNode follower = new FakeNode();
    private final FakeNode leader = new FakeNode();
    private Producer producer;

    @BeforeEach
    void start() {
        nameserver.route("T", "r0", 4, leader.address(), follower.address());
        leader.on(RequestCode.SEND_MESSAGE_V2, stores("handle"));
        producer = Producer.builder()
                .nameservers(nameserver.address())
                .group("pg")
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    @AfterEach
    void stop() {
        producer.close();
        leader.close();
        follower.close();
        nameserver.close();
    }

    private static RequestHandler stores(String recallHandle) {
        return (request, responder) -> {
            int queueId = SendMessageHeader.parse(request).queueId();
            SendMessageResponseHeader stored =
                    new SendMessageResponseHeader("offsetId", queueId, 0, null, null, recallHandle);
            responder.reply(request.reply(ResponseCode.SUCCESS, null).withHeader(stored));
        };
    }

    private Map<String, String> sentProperties() {
        List<Command> requests = leader.requests(RequestCode.SEND_MESSAGE_V2);
        return MessageProperties.parse(
                SendMessageHeader.parse(requests.get(requests.size() - 1)).properties());
    }

    @Test
    void theTimeGoesToTheBrokerToTheMillisecond() {
        producer.send(Message.of("T", "1").withDelay(Duration.ofMillis(1_234)));
        assertEquals("1234", sentProperties().get("TIMER_DELAY_MS"));
        producer.send(Message.of("T", "2").withDeliveryTime(Instant.ofEpochMilli(1_700_000_000_001L)));
        assertEquals("1700000000001", sentProperties().get("TIMER_DELIVER_MS"));
    }

    @Test
    void aBatchTakesNone() {
        List<Message> messages = List.of(Message.of("T", "1").withDelay(Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> producer.sendBatch(messages));
    }

    @Test
    void aReceiptRecallsItsMessageWhoeverLeads() {
        SendReceipt receipt = producer.send(Message.of("T", "1").withDelay(Duration.ofSeconds(9)));
        assertEquals("handle", receipt.recallHandle());
        leader.on(
                RequestCode.RECALL_MESSAGE,
                (request, responder) -> responder.reply(request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "no leader")
                        .withField(LeaderFields.ADDRESS, follower.address())));
        follower.on(
                RequestCode.RECALL_MESSAGE,
                (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)
                        .withHeader(new RecallMessageResponseHeader(receipt.messageId()))));
        producer.recall(receipt);
        Command request = follower.requests(RequestCode.RECALL_MESSAGE).get(0);
        assertEquals(new RecallMessageHeader("pg", "T", "handle"), RecallMessageHeader.parse(request));
    }

    @Test
    void aRecallThatIsTooLateFails() {
        SendReceipt receipt = producer.send(Message.of("T", "1").withDelay(Duration.ofSeconds(9)));
        leader.on(
                RequestCode.RECALL_MESSAGE,
                (request, responder) -> responder.reply(
                        request.reply(ResponseCode.ILLEGAL_OPERATION, "recall failed, timestamp invalid")));
        SendException failure = assertThrows(SendException.class, () -> producer.recall(receipt));
        assertEquals(ResponseCode.ILLEGAL_OPERATION, failure.responseCode());
    }

    @Test
    void anOrdinaryMessageCanNotBeRecalled() {
        leader.on(RequestCode.SEND_MESSAGE_V2, (request, responder) -> {
            SendMessageResponseHeader stored = new SendMessageResponseHeader("offsetId", 0, 0, null, null, null);
            responder.reply(request.reply(ResponseCode.SUCCESS, null).withHeader(stored));
        });
        SendReceipt receipt = producer.send(Message.of("T", "1"));
        assertNull(receipt.recallHandle());
        assertThrows(IllegalArgumentException.class, () -> producer.recall(receipt));
        assertFalse(Message.of("T", "1").isDelayed());
    }
}
