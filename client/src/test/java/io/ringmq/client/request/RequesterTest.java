package io.ringmq.client.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.client.compression.Compression;
import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.SendException;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.ProducerData;
import io.ringmq.remoting.header.ReplyMessageHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.Responder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A requester against brokers on loopback that push what the test says. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequesterTest {
    /** A request as a broker got it. */
    private record Got(Map<String, String> properties, Connection connection) {
        String id() {
            return Objects.requireNonNull(properties.get("CORRELATION_ID"));
        }

        Command reply(String text) {
            return push(id(), 0, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final BlockingQueue<Got> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<HeartbeatBody> heartbeats = new LinkedBlockingQueue<>();
    private final FakeNameserver nameserver = open(new FakeNameserver());
    private final FakeNode leader = open(new FakeNode());
    private final FakeNode follower = open(new FakeNode());

    @BeforeEach
    void start() {
        nameserver.route("T", "r0", 4, leader.address(), follower.address());
        leader.on(RequestCode.SEND_MESSAGE_V2, this::store);
        follower.on(RequestCode.HEART_BEAT, (request, responder) -> {
            heartbeats.add(HeartbeatBody.decode(request.body()));
            responder.reply(request.reply(ResponseCode.SUCCESS, null));
        });
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private void store(Command request, Responder responder) {
        SendMessageHeader header = SendMessageHeader.parse(request);
        requests.add(new Got(MessageProperties.parse(header.properties()), responder.connection()));
        responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new SendMessageResponseHeader("id", header.queueId(), 0, null, null, null)));
    }

    private RequesterBuilder builder() {
        return Requester.builder().nameservers(nameserver.address()).group("rg").timeout(Duration.ofSeconds(20));
    }

    private Got next() throws InterruptedException {
        return Objects.requireNonNull(requests.poll(10, TimeUnit.SECONDS), "no request came");
    }

    private static Command push(String correlationId, int sysFlag, ByteBuffer body) {
        String properties = MessageProperties.encode(Map.of("CORRELATION_ID", correlationId, "answer", "yes"));
        SendMessageHeader send = new SendMessageHeader(
                "g", "c_REPLY_TOPIC", "TBW102", 4, 0, sysFlag, 1, 0, properties, 0, false, null, false);
        return Command.request(
                        RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT,
                        new ReplyMessageHeader(send, properties, "127.0.0.1:1", "127.0.0.1:2", 3))
                .withBody(body);
    }

    private static RequestException.Reason reason(CompletableFuture<Reply> reply) {
        CompletionException failure = assertThrows(CompletionException.class, reply::join);
        return assertInstanceOf(RequestException.class, failure.getCause()).reason();
    }

    @Test
    void aRequestSaysWhoWaitsHowLongAndForWhat() throws Exception {
        Requester requester = open(builder().build());
        CompletableFuture<Reply> reply =
                requester.requestAsync(Message.of("T", "question").withTag("t"));
        Got got = next();
        assertEquals("20000", got.properties.get("TTL"));
        assertEquals("t", got.properties.get("TAGS"));
        assertEquals(
                ResponseCode.SUCCESS,
                got.connection.invoke(got.reply("answer"), 5_000).join().code());
        assertEquals("answer", reply.join().text());
        assertEquals("yes", reply.join().property("answer"));
        HeartbeatBody heartbeat = Objects.requireNonNull(heartbeats.poll(10, TimeUnit.SECONDS));
        assertEquals(heartbeat.clientId(), got.properties.get("REPLY_TO_CLIENT"), "the followers know, too");
        assertEquals(List.of(new ProducerData("rg")), heartbeat.producers());
    }

    @Test
    void eachReplyGoesToItsRequestInWhateverOrder() throws Exception {
        Requester requester = open(builder().build());
        CompletableFuture<Reply> first = requester.requestAsync(Message.of("T", "1"));
        Got one = next();
        CompletableFuture<Reply> second = requester.requestAsync(Message.of("T", "2"));
        Got two = next();
        two.connection.invoke(two.reply("two"), 5_000).join();
        one.connection.invoke(one.reply("one"), 5_000).join();
        assertEquals("one", first.join().text());
        assertEquals("two", second.join().text());
        assertEquals(0, requester.droppedReplies());
        one.connection.invoke(one.reply("again"), 5_000).join();
        assertEquals("one", first.join().text());
        assertEquals(1, requester.droppedReplies());
    }

    @Test
    void aReplyAfterTheTimeoutIsDroppedAndItsPlaceIsFree() throws Exception {
        Requester requester = open(builder().maxPending(1).build());
        CompletableFuture<Reply> late = requester.requestAsync(Message.of("T", "1"), Duration.ofMillis(50));
        assertEquals(RequestException.Reason.TIMED_OUT, reason(late));
        Got got = next();
        got.connection.invoke(got.reply("late"), 5_000).join();
        assertEquals(1, requester.droppedReplies());
        CompletableFuture<Reply> next = requester.requestAsync(Message.of("T", "2"));
        assertEquals(RequestException.Reason.TOO_MANY, reason(requester.requestAsync(Message.of("T", "one too many"))));
        Got second = next();
        second.connection.invoke(second.reply("in time"), 5_000).join();
        assertEquals("in time", next.join().text());
    }

    @Test
    void closeFailsWhatWaits() throws Exception {
        Requester requester = builder().build();
        CompletableFuture<Reply> reply = requester.requestAsync(Message.of("T", "1"));
        next();
        requester.close();
        requester.close();
        assertEquals(RequestException.Reason.CLOSED, reason(reply));
        assertEquals(RequestException.Reason.CLOSED, reason(requester.requestAsync(Message.of("T", "2"))));
    }

    @Test
    void aRefusedRequestFailsAtOnce() {
        leader.on(
                RequestCode.SEND_MESSAGE_V2,
                (request, responder) -> responder.reply(request.reply(ResponseCode.MESSAGE_ILLEGAL, "too long")));
        Requester requester = open(builder().maxPending(1).build());
        for (int i = 0; i < 2; i++) {
            SendException refusal =
                    assertThrows(SendException.class, () -> requester.request(Message.of("T", "question")));
            assertEquals(ResponseCode.MESSAGE_ILLEGAL, refusal.responseCode());
        }
    }

    @Test
    void repliesMayBeCompressedAndUnreadableOnesSaySo() throws Exception {
        Requester requester = open(builder().build());
        String text = "answer ".repeat(1_000);
        CompressedBody compressed = Objects.requireNonNull(
                CompressedBody.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Compression.LZ4));
        CompletableFuture<Reply> reply = requester.requestAsync(Message.of("T", "1"));
        Got got = next();
        got.connection
                .invoke(push(got.id(), compressed.sysFlag(), compressed.bytes()), 5_000)
                .join();
        assertEquals(text, reply.join().text());

        CompletableFuture<Reply> broken = requester.requestAsync(Message.of("T", "2"));
        Got second = next();
        second.connection
                .invoke(push(second.id(), compressed.sysFlag(), ByteBuffer.allocate(9)), 5_000)
                .join();
        assertEquals(RequestException.Reason.UNREADABLE, reason(broken));
    }

    @Test
    void whatCanNotBeSentTakesNoPlace() {
        Requester requester = open(builder().maxPending(1).maxMessageBytes(4).build());
        for (Message message :
                List.of(Message.of("T", "too long"), Message.of("T", "late").withDelay(Duration.ofSeconds(1)))) {
            assertThrows(IllegalArgumentException.class, () -> requester.requestAsync(message));
        }
        assertThrows(IllegalArgumentException.class, () -> requester.request(Message.of("T", "x"), Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Reply.of("x").withProperty("TTL", "1"));
        assertNull(Reply.of("x").withProperty("a", "b").property("TTL"));
        assertNull(requests.peek());
    }
}
