package io.ringmq.client.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.client.compression.Compression;
import io.ringmq.client.fake.FakeBroker;
import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.header.ConsumerSendMessageBackHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A consumer against a broker and a nameserver on loopback that serve it from memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PushConsumerTest {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final FakeNameserver nameserver = open(new FakeNameserver());
    private final FakeBroker broker = open(new FakeBroker("T"));
    private final BlockingQueue<ReceivedMessage> received = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void messagesAreConsumedAndTheOffsetIsStored() throws Exception {
        route();
        broker.store("first", null);
        PushConsumer consumer = start("*", this::take);
        assertEquals("first", received.take().text());
        broker.store("second", "a");

        ReceivedMessage second = received.take();
        assertEquals("second", second.text());
        assertEquals("a", second.tag());
        assertEquals("id-second", second.messageId());
        assertEquals(1, second.queueOffset());
        assertEquals("T", second.topic());

        consumer.close();
        assertEquals(2L, broker.committed());
        assertEquals(1, broker.node().requests(RequestCode.UNREGISTER_CLIENT).size());
    }

    @Test
    void aGroupGoesOnAtItsOffset() throws Exception {
        route();
        for (String body : List.of("0", "1", "2")) {
            broker.store(body, null);
        }
        broker.commit(2);
        start("*", this::take);
        assertEquals("2", received.take().text());
        assertTrue(received.isEmpty());
    }

    @Test
    void otherTagsAreSkippedAndPassed() throws Exception {
        route();
        broker.store("no", "b");
        broker.store("yes", "a");
        broker.store("none", null);
        PushConsumer consumer = start("a || c", this::take);
        assertEquals("yes", received.take().text());

        consumer.close();
        assertTrue(received.isEmpty());
        assertEquals(3L, broker.committed());
        PullMessageHeader pull = PullMessageHeader.parse(
                broker.node().requests(RequestCode.PULL_MESSAGE).get(0));
        assertEquals("a || c", pull.subscription());
    }

    @Test
    void theOffsetNeverPassesAMessageUnderWay() throws Exception {
        route();
        CountDownLatch release = new CountDownLatch(1);
        broker.store("slow", null);
        broker.store("fast", null);
        PushConsumer consumer = start("*", message -> {
            if (message.text().equals("slow")) {
                release.await();
            }
            return take(message);
        });
        assertEquals("fast", received.take().text());
        broker.store("more", null);
        assertEquals("more", received.take().text());
        await(() -> broker.node().requests(RequestCode.PULL_MESSAGE).size() >= 3);
        Long committed = broker.committed();
        assertTrue(committed == null || committed == 0, () -> "offset " + committed);

        release.countDown();
        consumer.close();
        assertEquals(3L, broker.committed());
    }

    @Test
    void aFailedMessageIsSentBack() throws Exception {
        route();
        broker.node()
                .on(
                        RequestCode.CONSUMER_SEND_MSG_BACK,
                        (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)));
        broker.store("bad", null);
        PushConsumer consumer = start("*", message -> {
            received.add(message);
            throw new IllegalStateException("on purpose");
        });
        received.take();
        await(() -> broker.node().requests(RequestCode.CONSUMER_SEND_MSG_BACK).size() == 1);
        consumer.close();

        ConsumerSendMessageBackHeader header = ConsumerSendMessageBackHeader.parse(
                broker.node().requests(RequestCode.CONSUMER_SEND_MSG_BACK).get(0));
        assertEquals(1_000, header.physicalOffset());
        assertEquals("cg", header.consumerGroup());
        assertEquals(1L, broker.committed());
    }

    @Test
    void aMessageThatIsNotTakenBackIsCopiedToTheRetryTopic() throws Exception {
        route();
        nameserver.route("%RETRY%cg", "r0", 1, broker.node().address());
        broker.node()
                .on(
                        RequestCode.SEND_MESSAGE_V2,
                        (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)
                                .withHeader(new SendMessageResponseHeader("id", 0, 0, null, null, null))));
        broker.store("bad", "t");
        PushConsumer consumer = start("*", message -> ConsumeOutcome.RETRY_LATER);
        await(() -> !broker.node().requests(RequestCode.SEND_MESSAGE_V2).isEmpty());
        consumer.close();

        SendMessageHeader header = SendMessageHeader.parse(
                broker.node().requests(RequestCode.SEND_MESSAGE_V2).get(0));
        Map<String, String> properties = MessageProperties.parse(header.properties());
        assertEquals("%RETRY%cg", header.topic());
        assertEquals(1, header.reconsumeTimes());
        assertEquals("T", properties.get("RETRY_TOPIC"));
        assertEquals("3", properties.get("DELAY"));
        assertEquals("t", properties.get("TAGS"));
        assertEquals("id-bad", properties.get("UNIQ_KEY"));
        assertEquals(1L, broker.committed());
    }

    @Test
    void aChangeOfTheLeaderDoesNotStopConsumption() throws Exception {
        FakeBroker old = open(new FakeBroker("T"));
        FakeNode follower = open(new FakeNode());
        nameserver.route(
                "T",
                "r0",
                1,
                old.node().address(),
                follower.address(),
                broker.node().address());
        for (int code : new int[] {
            RequestCode.PULL_MESSAGE,
            RequestCode.UPDATE_CONSUMER_OFFSET,
            RequestCode.GET_CONSUMER_LIST_BY_GROUP,
            RequestCode.QUERY_CONSUMER_OFFSET
        }) {
            follower.on(
                    code,
                    (request, responder) ->
                            responder.reply(request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "not the leader")
                                    .withField("leaderAddr", broker.node().address())));
        }
        old.store("one", null);
        broker.store("one", null);
        start("*", this::take);
        assertEquals("one", received.take().text());

        old.close();
        broker.store("two", null);
        assertEquals("two", received.take().text());
    }

    @Test
    void everyReplicaHearsWhoConsumesWhat() throws Exception {
        FakeBroker follower = open(new FakeBroker("T"));
        nameserver.route("T", "r0", 1, broker.node().address(), follower.node().address());
        PushConsumer consumer = start("a", this::take);
        await(() -> !follower.node().requests(RequestCode.HEART_BEAT).isEmpty());
        HeartbeatBody body = HeartbeatBody.decode(
                follower.node().requests(RequestCode.HEART_BEAT).get(0).body());
        assertEquals(consumer.clientId(), body.clientId());
        assertEquals(
                List.of("%RETRY%cg", "T"),
                body.consumers().get(0).subscriptions().stream()
                        .map(subscription -> subscription.topic())
                        .toList());
    }

    @Test
    void aSmallBufferHoldsReadingBack() throws Exception {
        route();
        for (int i = 0; i < 200; i++) {
            broker.store("m" + i, null);
        }
        CountDownLatch release = new CountDownLatch(1);
        start(PushConsumer.builder().buffer(50, 1 << 20).threads(1), message -> {
            received.add(message);
            release.await();
            return ConsumeOutcome.CONSUMED;
        });
        received.take();
        assertEquals(1, broker.node().requests(RequestCode.PULL_MESSAGE).size());
        release.countDown();
        for (int i = 1; i < 200; i++) {
            received.take();
        }
        for (Command request : broker.node().requests(RequestCode.PULL_MESSAGE)) {
            PullMessageHeader pull = PullMessageHeader.parse(request);
            assertTrue(pull.maxMessages() <= 50 && pull.maxMessages() >= 25, pull::toString);
        }
    }

    @Test
    void severalMessagesAreHandedOverAtOnce() throws Exception {
        route();
        for (int i = 0; i < 25; i++) {
            broker.store("m" + i, null);
        }
        BlockingQueue<List<ReceivedMessage>> calls = new LinkedBlockingQueue<>();
        PushConsumer consumer = open(PushConsumer.builder()
                .nameservers(nameserver.address())
                .group("cg")
                .subscribe("T", "*")
                .startAt(StartPosition.EARLIEST)
                .batchListener(10, messages -> {
                    calls.add(messages);
                    return ConsumeOutcome.CONSUMED;
                })
                .start());
        List<Integer> sizes = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        while (offsets.size() < 25) {
            List<ReceivedMessage> call = calls.take();
            sizes.add(call.size());
            call.forEach(message -> offsets.add(message.queueOffset()));
        }
        consumer.close();
        assertEquals(List.of(5, 10, 10), sizes.stream().sorted().toList());
        assertEquals(25, Set.copyOf(offsets).size());
        assertEquals(25L, broker.committed());
    }

    @Test
    void ofAFailedBatchEveryMessageIsSentBack() throws Exception {
        route();
        broker.node()
                .on(
                        RequestCode.CONSUMER_SEND_MSG_BACK,
                        (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)));
        for (int i = 0; i < 3; i++) {
            broker.store("m" + i, null);
        }
        PushConsumer consumer = open(PushConsumer.builder()
                .nameservers(nameserver.address())
                .group("cg")
                .subscribe("T", "*")
                .startAt(StartPosition.EARLIEST)
                .batchListener(10, messages -> ConsumeOutcome.RETRY_LATER)
                .start());
        await(() -> broker.node().requests(RequestCode.CONSUMER_SEND_MSG_BACK).size() == 3);
        consumer.close();
        assertEquals(3L, broker.committed());
    }

    @Test
    void aSlowListenerGetsAllThreads() throws Exception {
        route();
        for (int i = 0; i < 8; i++) {
            broker.store("m" + i, null);
        }
        CountDownLatch allAtWork = new CountDownLatch(8);
        start(PushConsumer.builder().threads(8), message -> {
            allAtWork.countDown();
            allAtWork.await();
            return take(message);
        });
        for (int i = 0; i < 8; i++) {
            received.take();
        }
    }

    @Test
    void aCompressedBodyIsDecompressed() throws Exception {
        route();
        String text = "again and again ".repeat(1_000);
        CompressedBody body =
                CompressedBody.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), Compression.ZSTD);
        assertNotNull(body);
        broker.store(body.bytes(), body.sysFlag(), Map.of());
        start("*", this::take);
        ReceivedMessage message = received.take();
        assertEquals(text, message.text());
        assertEquals(text, new String(message.copyBody(), StandardCharsets.UTF_8));
        assertTrue(message.body().isReadOnly());
    }

    private ConsumeOutcome take(ReceivedMessage message) {
        received.add(message);
        return ConsumeOutcome.CONSUMED;
    }

    private void route() {
        nameserver.route("T", "r0", 1, broker.node().address());
    }

    private PushConsumer start(String expression, MessageListener listener) {
        return start(PushConsumer.builder(), expression, listener);
    }

    private PushConsumer start(PushConsumerBuilder builder, MessageListener listener) {
        return start(builder, "*", listener);
    }

    private PushConsumer start(PushConsumerBuilder builder, String expression, MessageListener listener) {
        return open(builder.nameservers(nameserver.address())
                .group("cg")
                .subscribe("T", expression)
                .startAt(StartPosition.EARLIEST)
                .listener(listener)
                .start());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(Objects.requireNonNull(resource));
        return resource;
    }
}
