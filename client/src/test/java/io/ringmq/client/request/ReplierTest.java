package io.ringmq.client.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.client.fake.FakeBroker;
import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replier against a broker on loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplierTest {
    private static final String REPLIES = "c_REPLY_TOPIC";

    private final FakeNameserver nameserver = new FakeNameserver();
    private final FakeBroker broker = new FakeBroker("T");
    private final BlockingQueue<Command> replies = new LinkedBlockingQueue<>();
    private Replier replier;

    @BeforeEach
    void start() {
        nameserver.route("T", "r0", 1, broker.node().address());
        nameserver.route("%RETRY%repliers", "r0", 1, broker.node().address());
        nameserver.route(REPLIES, "r0", 1, broker.node().address());
        broker.node().on(RequestCode.SEND_REPLY_MESSAGE_V2, (request, responder) -> {
            replies.add(request);
            boolean gone = SendMessageHeader.properties(request).contains("gone");
            responder.reply(
                    gone
                            ? request.reply(ResponseCode.SYSTEM_ERROR, "channel not found")
                            : request.reply(ResponseCode.SUCCESS, null)
                                    .withHeader(new SendMessageResponseHeader("0", 0, 0, null, null, null)));
        });
        broker.commit(0);
        replier = Replier.builder()
                .nameservers(nameserver.address())
                .group("repliers")
                .subscribe("T", "*")
                .threads(1)
                .listener(request -> {
                    if (request.text().equals("broken")) {
                        throw new IllegalStateException("as the test wants it");
                    }
                    if (request.text().equals("long")) {
                        return Reply.of("x".repeat(5 << 20));
                    }
                    return Reply.of("answer to " + request.text()).withProperty("by", "test");
                })
                .start();
    }

    @AfterEach
    void stop() {
        replier.close();
        broker.close();
        nameserver.close();
    }

    private void ask(String text, String clientId, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(more);
        properties.put("CORRELATION_ID", "of-" + text);
        properties.put("REPLY_TO_CLIENT", clientId);
        properties.put("CLUSTER", "c");
        broker.store(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0, properties);
    }

    private Command next() throws InterruptedException {
        return Objects.requireNonNull(replies.poll(20, TimeUnit.SECONDS), "no reply came");
    }

    @Test
    void aReplyNamesRequestAndRequester() throws Exception {
        ask("one", "client@1", Map.of("TTL", "2000"));
        Command reply = next();
        SendMessageHeader header = SendMessageHeader.parse(reply);
        assertEquals(REPLIES, header.topic());
        assertEquals(
                "answer to one", StandardCharsets.UTF_8.decode(reply.body()).toString());
        Map<String, String> properties = new TreeMap<>(MessageProperties.parse(header.properties()));
        properties.remove("UNIQ_KEY");
        assertEquals(
                Map.of(
                        "MSG_TYPE", "reply",
                        "CORRELATION_ID", "of-one",
                        "REPLY_TO_CLIENT", "client@1",
                        "TTL", "2000",
                        "by", "test"),
                properties);
    }

    @Test
    void whatHasNoReplyIsConsumedAllTheSame() throws Exception {
        broker.store("nobody waits", null);
        ask("broken", "client@1", Map.of());
        ask("long", "client@1", Map.of());
        ask("two", "gone", Map.of("TTL", "not a number"));
        ask("three", "client@1", Map.of());
        assertEquals("gone", MessageProperties.find(SendMessageHeader.properties(next()), "REPLY_TO_CLIENT"));
        assertEquals("of-three", MessageProperties.find(SendMessageHeader.properties(next()), "CORRELATION_ID"));
        replier.close();
        assertEquals(2, replier.lostReplies());
        assertEquals(5L, broker.committed());
        assertEquals(0, replies.size());
    }

    @Test
    void aReplierNeedsGroupListenerAndTopic() {
        assertThrows(IllegalStateException.class, () -> Replier.builder().start());
        assertThrows(
                IllegalStateException.class,
                () -> Replier.builder()
                        .nameservers("127.0.0.1:1")
                        .group("g")
                        .listener(request -> Reply.of(""))
                        .start());
    }
}
