package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.client.route.TopicNotFoundException;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer against brokers and nameservers on loopback whose answers the test decides. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProducerTest {
    private static final RequestHandler STORES = (request, responder) -> {
        SendMessageHeader header = SendMessageHeader.parse(request);
        SendMessageResponseHeader stored =
                new SendMessageResponseHeader("offsetId", header.queueId(), 42, null, null, null);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withHeader(stored));
    };

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final FakeNameserver nameserver = open(new FakeNameserver());
    private final FakeNode a = open(new FakeNode());
    private final FakeNode b = open(new FakeNode());
    private Producer producer;

    @BeforeEach
    void start() {
        producer = open(Producer.builder()
                .nameservers(nameserver.address())
                .group("pg")
                .timeout(Duration.ofSeconds(10))
                .build());
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void aMessageReachesTheLeaderAsItWasGiven() {
        nameserver.route("T", "r0", 4, a.address(), b.address());
        a.on(RequestCode.SEND_MESSAGE_V2, STORES);

        SendReceipt receipt = producer.send(Message.of("T", "hello")
                .withTag("t")
                .withKeys("k1", "k2")
                .withDelayLevel(3)
                .withProperty("p", "v")
                .withFlag(7));

        Command request = a.requests(RequestCode.SEND_MESSAGE_V2).get(0);
        SendMessageHeader header = SendMessageHeader.parse(request);
        assertEquals("pg", header.producerGroup());
        assertEquals(7, header.flag());
        Map<String, String> properties = MessageProperties.parse(header.properties());
        assertEquals("t", properties.get("TAGS"));
        assertEquals("k1 k2", properties.get("KEYS"));
        assertEquals("3", properties.get("DELAY"));
        assertEquals("v", properties.get("p"));
        assertEquals(receipt.messageId(), properties.get("UNIQ_KEY"));
        assertEquals(5, request.body().remaining());
        assertEquals(
                new SendReceipt(
                        receipt.messageId(),
                        "offsetId",
                        new MessageQueue("T", "r0", header.queueId()),
                        42,
                        SendReceipt.Durability.AS_CONFIGURED),
                receipt);
    }

    @Test
    void aNotLeaderAnswerIsFollowedToTheLeaderAndRemembered() {
        nameserver.route("T", "r0", 4, a.address(), b.address());
        a.on(RequestCode.SEND_MESSAGE_V2, redirectTo(b.address()));
        b.on(RequestCode.SEND_MESSAGE_V2, STORES);

        producer.send(Message.of("T", "1"));
        producer.send(Message.of("T", "2"));

        assertEquals(1, a.requests(RequestCode.SEND_MESSAGE_V2).size());
        assertEquals(2, b.requests(RequestCode.SEND_MESSAGE_V2).size());
        assertEquals(
                idOf(a.requests(RequestCode.SEND_MESSAGE_V2).get(0)),
                idOf(b.requests(RequestCode.SEND_MESSAGE_V2).get(0)),
                "the id is the same in every attempt");
    }

    @Test
    void aDeadLeaderIsReplacedByWhomAReplicaNames() {
        FakeNode dead = open(new FakeNode());
        nameserver.route("T", "r0", 4, dead.address(), a.address(), b.address());
        a.on(RequestCode.SEND_MESSAGE_V2, redirectTo(b.address()));
        b.on(RequestCode.SEND_MESSAGE_V2, STORES);
        dead.close();

        assertEquals(42, producer.send(Message.of("T", "1")).queueOffset());
    }

    @Test
    void aSendOutlivesAnElection() {
        nameserver.route("T", "r0", 4, a.address(), b.address());
        AtomicInteger refusals = new AtomicInteger();
        RequestHandler electing = (request, responder) -> {
            if (refusals.incrementAndGet() <= 6) {
                responder.reply(request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "no leader"));
            } else {
                STORES.handle(request, responder);
            }
        };
        a.on(RequestCode.SEND_MESSAGE_V2, electing);
        b.on(RequestCode.SEND_MESSAGE_V2, electing);

        assertEquals(42, producer.send(Message.of("T", "1")).queueOffset());
        assertEquals(7, refusals.get());
    }

    @Test
    void aBrokerThatFailsIsAvoidedWhenThereIsAnother() {
        nameserver.route("T", "r0", 4, a.address()).route("T", "r1", 4, b.address());
        a.on(
                RequestCode.SEND_MESSAGE_V2,
                (request, responder) -> responder.reply(request.reply(ResponseCode.SYSTEM_ERROR, "broken")));
        b.on(RequestCode.SEND_MESSAGE_V2, STORES);
        for (int i = 0; i < 8; i++) {
            assertEquals("r1", producer.send(Message.of("T", "x")).queue().brokerName());
        }
        assertEquals(8, b.requests(RequestCode.SEND_MESSAGE_V2).size());
    }

    @Test
    void aRefusalIsNotRetried() {
        nameserver.route("T", "r0", 4, a.address(), b.address());
        a.on(
                RequestCode.SEND_MESSAGE_V2,
                (request, responder) -> responder.reply(request.reply(ResponseCode.MESSAGE_ILLEGAL, "too large")));

        SendException e = assertThrows(SendException.class, () -> producer.send(Message.of("T", "x")));

        assertEquals(ResponseCode.MESSAGE_ILLEGAL, e.responseCode());
        assertTrue(String.valueOf(e.getMessage()).contains("too large"), e::toString);
        assertEquals(1, a.requests(RequestCode.SEND_MESSAGE_V2).size());
        assertEquals(0, b.requests(RequestCode.SEND_MESSAGE_V2).size());
    }

    @Test
    void aSendEndsAtItsTimeout() {
        nameserver.route("T", "r0", 1, a.address());
        a.on(
                RequestCode.SEND_MESSAGE_V2,
                (request, responder) ->
                        responder.reply(request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "no leader")));
        SendOptions brief = producer.defaultOptions().withTimeout(Duration.ofSeconds(1));

        SendException e = assertThrows(SendException.class, () -> producer.send(Message.of("T", "x"), brief));
        assertEquals(ResponseCode.SERVICE_NOT_AVAILABLE, e.responseCode());
    }

    @Test
    void aSelectorChoosesTheQueueInEveryAttempt() {
        nameserver.route("T", "r0", 4, a.address(), b.address());
        a.on(RequestCode.SEND_MESSAGE_V2, redirectTo(b.address()));
        b.on(RequestCode.SEND_MESSAGE_V2, STORES);
        SendOptions third = producer.defaultOptions().withSelector((queues, message) -> queues.get(2));

        assertEquals(2, producer.send(Message.of("T", "x"), third).queue().queueId());
        assertEquals(
                2,
                SendMessageHeader.parse(a.requests(RequestCode.SEND_MESSAGE_V2).get(0))
                        .queueId());
    }

    @Test
    void aBatchIsOneRequest() {
        nameserver.route("T", "r0", 4, a.address());
        a.on(RequestCode.SEND_BATCH_MESSAGE, STORES);

        SendReceipt receipt = producer.sendBatch(List.of(Message.of("T", "1"), Message.of("T", "22")));

        Command request = a.requests(RequestCode.SEND_BATCH_MESSAGE).get(0);
        assertEquals(2, BatchBody.decode(request.body().duplicate()).size());
        assertTrue(SendMessageHeader.parse(request).batch());
        assertEquals(2, receipt.messageId().split(",").length);
        assertThrows(
                IllegalArgumentException.class,
                () -> producer.sendBatch(List.of(Message.of("T", "1"), Message.of("U", "2"))));
    }

    @Test
    void aOnewayMessageArrives() {
        nameserver.route("T", "r0", 4, a.address());
        a.on(RequestCode.SEND_MESSAGE_V2, STORES);
        producer.sendOneway(Message.of("T", "x"));
        while (a.requests(RequestCode.SEND_MESSAGE_V2).isEmpty()) {
            Thread.onSpinWait();
        }
        assertTrue(a.requests(RequestCode.SEND_MESSAGE_V2).get(0).isOneway());
    }

    @Test
    void anUnknownTopicGoesWhereTopicsAreMadeOnFirstUse() {
        nameserver.route("TBW102", "r0", 8, a.address());
        a.on(RequestCode.SEND_MESSAGE_V2, STORES);
        SendReceipt receipt = producer.send(Message.of("new", "x"));
        assertEquals("new", receipt.queue().topic());
        assertTrue(receipt.queue().queueId() < 4);
    }

    @Test
    void anUnknownTopicFailsWithWhatToDo() {
        TopicNotFoundException e =
                assertThrows(TopicNotFoundException.class, () -> producer.send(Message.of("nope", "x")));
        assertTrue(String.valueOf(e.getMessage()).contains("'nope'"), e::toString);
    }

    @Test
    void anAsynchronousFailureIsASendException() {
        nameserver.route("T", "r0", 1, a.address());
        a.on(
                RequestCode.SEND_MESSAGE_V2,
                (request, responder) -> responder.reply(request.reply(ResponseCode.MESSAGE_ILLEGAL, "no")));
        CompletionException e = assertThrows(
                CompletionException.class,
                () -> producer.sendAsync(Message.of("T", "x")).join());
        assertInstanceOf(SendException.class, e.getCause());
    }

    @Test
    void badMessagesAreRefusedBeforeTheyAreSent() {
        assertThrows(IllegalArgumentException.class, () -> producer.send(Message.of("T", new byte[(4 << 20) + 1])));
        assertThrows(IllegalArgumentException.class, () -> producer.send(Message.of("bad topic", "x")));
        assertThrows(
                IllegalArgumentException.class,
                () -> producer.send(Message.of("T", "x").withProperty("p", "v".repeat(40_000))));
        assertThrows(IllegalArgumentException.class, () -> Message.of("T", "x").withProperty("UNIQ_KEY", "1"));
    }

    private static String idOf(Command request) {
        return String.valueOf(
                MessageProperties.find(SendMessageHeader.parse(request).properties(), "UNIQ_KEY"));
    }

    private static RequestHandler redirectTo(String address) {
        Function<Command, Command> answer =
                request -> request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "not the leader")
                        .withField("leaderAddr", address);
        return (request, responder) -> responder.reply(answer.apply(request));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
