package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.client.compression.Compression;
import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.BatchEntry;
import io.ringmq.remoting.message.SysFlags;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What requests a producer makes of overlapping sends, against a broker whose answers the test holds back. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchingTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final FakeNameserver nameserver = open(new FakeNameserver());
    private final FakeNode node = open(new FakeNode());
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final Queue<Arrived> all = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    /** A request that waits for the test to answer it. */
    private record Arrived(Command request, Responder responder, AtomicBoolean answered) {
        Arrived(Command request, Responder responder) {
            this(request, responder, new AtomicBoolean());
        }

        List<String> bodies() {
            ByteBuffer body = request.body().duplicate();
            return request.code() == RequestCode.SEND_BATCH_MESSAGE
                    ? BatchBody.decode(body).stream()
                            .map(BatchEntry::body)
                            .map(Arrived::text)
                            .toList()
                    : List.of(text(body));
        }

        int queueId() {
            return SendMessageHeader.parse(request).queueId();
        }

        void store(long firstOffset) {
            String ids = IntStream.range(0, bodies().size())
                    .mapToObj(i -> "stored" + (firstOffset + i))
                    .collect(Collectors.joining(","));
            answer(request.reply(ResponseCode.SUCCESS, null)
                    .withHeader(new SendMessageResponseHeader(ids, queueId(), firstOffset, null, null, null)));
        }

        void refuse(int code) {
            answer(request.reply(code, "on purpose"));
        }

        void redirect(String address) {
            answer(request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "not the leader")
                    .withField("leaderAddr", address));
        }

        private void answer(Command answer) {
            if (answered.compareAndSet(false, true)) {
                responder.reply(answer);
            }
        }

        private static String text(ByteBuffer bytes) {
            return StandardCharsets.UTF_8.decode(bytes).toString();
        }
    }

    BatchingTest() {
        nameserver.route("T", "r0", 4, node.address());
        hold(node);
    }

    @AfterEach
    void stop() throws Exception {
        // A producer waits for answers when it closes.
        stopping = true;
        all.forEach(request -> request.refuse(ResponseCode.MESSAGE_ILLEGAL));
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void loneSendsGoOutAtOnceAndTakeTheQueuesInTurn() throws Exception {
        Producer producer = start(builder());
        List<Integer> queues = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<SendReceipt> sent = producer.sendAsync(Message.of("T", "m" + i));
            Arrived request = arrived.take();
            assertEquals(RequestCode.SEND_MESSAGE_V2, request.request().code());
            queues.add(request.queueId());
            request.store(i);
            assertEquals(i, sent.join().queueOffset());
        }
        assertEquals(Set.of(0, 1, 2, 3), Set.copyOf(queues));
    }

    @Test
    void sendsBehindTwoUnansweredRequestsShareTheNext() throws Exception {
        Producer producer = start(builder());
        List<CompletableFuture<SendReceipt>> sent = send(producer, 0, 12);
        Arrived first = arrived.take();
        Arrived second = arrived.take();
        assertNull(arrived.poll());
        assertEquals(List.of("m0"), first.bodies());
        assertEquals(List.of("m1"), second.bodies());

        first.store(5);
        Arrived third = arrived.take();
        assertEquals(bodies(2, 12), third.bodies());
        third.store(100);
        second.store(6);

        assertEquals(5, sent.get(0).join().queueOffset());
        assertEquals(6, sent.get(1).join().queueOffset());
        for (int i = 2; i < 12; i++) {
            SendReceipt receipt = sent.get(i).join();
            assertEquals(98 + i, receipt.queueOffset());
            assertEquals("stored" + (98 + i), receipt.offsetMessageId());
            assertEquals(third.queueId(), receipt.queue().queueId());
        }
        assertEquals(
                12,
                sent.stream()
                        .map(receipt -> receipt.join().messageId())
                        .distinct()
                        .count());
    }

    @Test
    void theLingerEndsTheWait() throws Exception {
        Producer producer = start(builder().linger(Duration.ofMillis(1)));
        send(producer, 0, 3);
        assertEquals(List.of("m0"), arrived.take().bodies());
        assertEquals(List.of("m1"), arrived.take().bodies());
        assertEquals(List.of("m2"), arrived.take().bodies());
    }

    @Test
    void aFullBatchDoesNotWaitButTheNumberOfRequestsIsBounded() throws Exception {
        Producer producer = start(builder().batch(4, 1 << 20).requestsPerBroker(3));
        send(producer, 0, 2 + 4 + 9);
        assertEquals(List.of("m0"), arrived.take().bodies());
        assertEquals(List.of("m1"), arrived.take().bodies());
        Arrived third = arrived.take();
        assertEquals(bodies(2, 6), third.bodies());
        assertNull(arrived.poll());
        third.store(0);
        assertEquals(bodies(6, 10), arrived.take().bodies());
    }

    @Test
    void batchesEndAtTheirSize() throws Exception {
        Producer producer = start(builder().batch(512, 10_000));
        send(producer, 0, 2);
        for (int i = 0; i < 3; i++) {
            producer.sendAsync(Message.of("T", new byte[4_000]));
        }
        arrived.take();
        arrived.take();
        assertEquals(2, arrived.take().bodies().size());
    }

    @Test
    void ofARefusedBatchOnlyTheCauseFails() throws Exception {
        Producer producer = start(builder());
        List<CompletableFuture<SendReceipt>> sent = send(producer, 0, 5);
        arrived.take().store(0);
        arrived.take().store(1);
        Arrived batch = arrived.take();
        assertEquals(3, batch.bodies().size());
        batch.refuse(ResponseCode.MESSAGE_ILLEGAL);
        for (int i = 2; i < 5; i++) {
            Arrived single = arrived.take();
            if (single.bodies().equals(List.of("m3"))) {
                single.refuse(ResponseCode.MESSAGE_ILLEGAL);
            } else {
                single.store(i);
            }
        }
        assertEquals(2, sent.get(2).join().queueOffset());
        assertEquals(4, sent.get(4).join().queueOffset());
        assertEquals(ResponseCode.MESSAGE_ILLEGAL, failure(sent.get(3)).responseCode());
    }

    @Test
    void aBatchFollowsTheLeaderInItsOrder() throws Exception {
        FakeNode other = open(new FakeNode());
        hold(other);
        nameserver.route("T", "r0", 4, node.address(), other.address());
        Producer producer = start(builder());
        SendOptions third = producer.defaultOptions().withSelector((queues, message) -> queues.get(2));
        List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
        sent.add(producer.sendAsync(Message.of("T", "m0"), third));
        Arrived first = arrived.take();
        for (int i = 1; i < 9; i++) {
            sent.add(producer.sendAsync(Message.of("T", "m" + i), third));
        }
        first.store(0);
        Arrived batch = arrived.take();
        assertEquals(bodies(1, 9), batch.bodies());
        batch.redirect(other.address());
        Arrived again = arrived.take();
        assertEquals(bodies(1, 9), again.bodies());
        assertEquals(2, again.queueId());
        sent.add(producer.sendAsync(Message.of("T", "m9"), third));
        again.store(1);
        Arrived last = arrived.take();
        assertEquals(List.of("m9"), last.bodies());
        last.store(9);
        for (int i = 0; i < 10; i++) {
            assertEquals(i, sent.get(i).join().queueOffset());
        }
    }

    @Test
    void aQueueThatWasChosenHasOneRequestAtATime() throws Exception {
        Producer producer = start(builder().linger(Duration.ZERO).batch(1, 1 << 20));
        SendOptions first = producer.defaultOptions().withSelector((queues, message) -> queues.get(0));
        for (int i = 0; i < 3; i++) {
            producer.sendAsync(Message.of("T", "m" + i), first);
        }
        for (int i = 0; i < 3; i++) {
            Arrived request = arrived.take();
            assertEquals(List.of("m" + i), request.bodies());
            assertNull(arrived.poll());
            request.store(i);
        }
    }

    @Test
    void aMessageIsOutOfTimeBehindRequestsThatAreNotAnswered() throws Exception {
        Producer producer = start(builder());
        send(producer, 0, 2);
        SendOptions brief = producer.defaultOptions().withTimeout(Duration.ofMillis(50));
        CompletableFuture<SendReceipt> late = producer.sendAsync(Message.of("T", "late"), brief);
        SendException e = failure(late);
        assertEquals(SendException.NO_ANSWER, e.responseCode());
        assertTrue(String.valueOf(e.getMessage()).contains("50 ms"), e::toString);
        assertEquals(List.of("m0"), arrived.take().bodies());
        assertEquals(List.of("m1"), arrived.take().bodies());
        assertNull(arrived.poll());
    }

    @Test
    void messagesOfOneBatchHaveTheirOwnDeadlines() throws Exception {
        Producer producer = start(builder());
        send(producer, 0, 2);
        SendOptions brief = producer.defaultOptions().withTimeout(Duration.ofSeconds(1));
        CompletableFuture<SendReceipt> patient = producer.sendAsync(Message.of("T", "patient"));
        CompletableFuture<SendReceipt> hasty = producer.sendAsync(Message.of("T", "hasty"), brief);
        arrived.take().store(0);
        Arrived second = arrived.take();
        assertEquals(List.of("patient", "hasty"), arrived.take().bodies());
        assertEquals(SendException.NO_ANSWER, failure(hasty).responseCode());
        assertFalse(patient.isDone());

        Arrived request = arrived.take();
        while (request.bodies().size() > 1) {
            request = arrived.take();
        }
        assertEquals(List.of("patient"), request.bodies());
        request.store(7);
        second.store(1);
        assertEquals(7, patient.join().queueOffset());
    }

    @Test
    void aFullBufferRefusesAtOnceAndTakesAgainWhenThereIsRoom() throws Exception {
        Producer producer = start(builder().buffer(3, 1 << 20));
        List<CompletableFuture<SendReceipt>> sent = send(producer, 0, 3);
        assertInstanceOf(BufferFullException.class, failure(producer.sendAsync(Message.of("T", "x"))));
        arrived.take().store(0);
        sent.get(0).join();
        assertFalse(producer.sendAsync(Message.of("T", "y")).isCompletedExceptionally());
    }

    @Test
    void closingSendsWhatWaits() throws Exception {
        Producer producer = start(builder());
        List<CompletableFuture<SendReceipt>> sent = send(producer, 0, 10);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(producer::close);
        arrived.take().store(0);
        arrived.take().store(1);
        arrived.take().store(2);
        closing.join();
        for (int i = 0; i < 10; i++) {
            assertEquals(i, sent.get(i).join().queueOffset());
        }
        assertThrows(SendException.class, () -> producer.send(Message.of("T", "x")));
    }

    @Test
    void closingEndsWhenNobodyAnswers() throws Exception {
        Producer producer = start(builder().timeout(Duration.ofMillis(300)));
        SendOptions patient = producer.defaultOptions().withTimeout(LONG);
        List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(producer.sendAsync(Message.of("T", "m" + i), patient));
        }
        producer.close();
        sent.forEach(receipt ->
                assertEquals(SendException.NO_ANSWER, failure(receipt).responseCode()));
    }

    @Test
    void largeBodiesAreCompressedAndShareRequestsOnlyWithTheirLike() throws Exception {
        Producer producer = start(builder().compression(Compression.LZ4));
        String large = "x".repeat(5_000);
        send(producer, 0, 2);
        for (String body : List.of(large, large, "small")) {
            producer.sendAsync(Message.of("T", body));
        }
        Arrived first = arrived.take();
        assertEquals(0, SendMessageHeader.parse(first.request()).sysFlag());
        first.store(0);
        Arrived batch = arrived.take();
        while (batch.bodies().size() == 1) {
            batch.store(1);
            batch = arrived.take();
        }
        int sysFlag = SendMessageHeader.parse(batch.request()).sysFlag();
        assertEquals(SysFlags.COMPRESSED | SysFlags.COMPRESSION_LZ4, sysFlag);
        List<BatchEntry> entries = BatchBody.decode(batch.request().body().duplicate());
        assertEquals(2, entries.size());
        for (BatchEntry entry : entries) {
            ByteBuffer plain = CompressedBody.plain(sysFlag, entry.body(), large.length());
            assertEquals(large, Arrived.text(plain));
        }
        batch.store(2);
        assertEquals(List.of("small"), arrived.take().bodies());
    }

    @Test
    void delayedMessagesGoAlone() throws Exception {
        Producer producer = start(builder());
        send(producer, 0, 3);
        producer.sendAsync(Message.of("T", "later").withDelayLevel(1));
        arrived.take();
        arrived.take();
        Arrived delayed = arrived.take();
        assertEquals(RequestCode.SEND_MESSAGE_V2, delayed.request().code());
        assertEquals(List.of("later"), delayed.bodies());
    }

    @Test
    void manyThreadsShareRequestsAndEachGetsItsOwnReceipt() throws Exception {
        Producer producer = start(Producer.builder());
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger next = new AtomicInteger();
        for (int code : new int[] {RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE}) {
            node.on(code, (request, responder) -> {
                requests.incrementAndGet();
                Arrived now = new Arrived(request, responder);
                now.store(next.getAndAdd(now.bodies().size()));
            });
        }
        Set<Long> offsets = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 16; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    offsets.add(producer.send(Message.of("T", "x")).queueOffset());
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(800, offsets.size());
        assertTrue(requests.get() < 800, () -> requests + " requests for 800 messages");
    }

    private void hold(FakeNode holding) {
        for (int code : new int[] {RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE}) {
            holding.on(code, (request, responder) -> {
                Arrived now = new Arrived(request, responder);
                all.add(now);
                arrived.add(now);
                if (stopping) {
                    now.refuse(ResponseCode.MESSAGE_ILLEGAL);
                }
            });
        }
    }

    private ProducerBuilder builder() {
        return Producer.builder().timeout(LONG).linger(Duration.ofHours(1));
    }

    /** A producer that knows the route: sends before that go out in no order. */
    private Producer start(ProducerBuilder builder) throws InterruptedException {
        Producer producer =
                open(builder.nameservers(nameserver.address()).group("pg").build());
        CompletableFuture<SendReceipt> first = producer.sendAsync(Message.of("T", "first"));
        arrived.take().store(0);
        first.join();
        return producer;
    }

    /** Sends messages, the first two of them in requests of their own. */
    private List<CompletableFuture<SendReceipt>> send(Producer producer, int from, int to) {
        List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
        for (String body : bodies(from, to)) {
            int requests = all.size();
            sent.add(producer.sendAsync(Message.of("T", body)));
            while (sent.size() <= 2 && all.size() == requests) {
                Thread.onSpinWait();
            }
        }
        return sent;
    }

    private static List<String> bodies(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private static SendException failure(CompletableFuture<SendReceipt> receipt) {
        CompletionException e = assertThrows(CompletionException.class, receipt::join);
        return assertInstanceOf(SendException.class, e.getCause());
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
