package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.header.SequenceFields;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How an idempotent producer numbers its messages, against brokers whose answers the test gives. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdempotentSendTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final FakeNameserver nameserver = open(new FakeNameserver());
    private final FakeNode node = open(new FakeNode());
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Queue<Arrived> all = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    /** A send that waits for the test to answer it. */
    private record Arrived(Command request, Responder responder, AtomicBoolean answered) {
        Arrived(Command request, Responder responder) {
            this(request, responder, new AtomicBoolean());
        }

        SequenceFields sequence() {
            return Objects.requireNonNull(SequenceFields.of(request));
        }

        int queueId() {
            return SendMessageHeader.parse(request).queueId();
        }

        int messages() {
            return request.code() == RequestCode.SEND_BATCH_MESSAGE
                    ? BatchBody.decode(request.body().duplicate()).size()
                    : 1;
        }

        void store() {
            answer(SequenceFields.withProducerId(stored(), sequence().producerId()));
        }

        Command stored() {
            return request.reply(ResponseCode.SUCCESS, null)
                    .withHeader(new SendMessageResponseHeader("id", queueId(), 5, null, null, null));
        }

        void refuse(int code) {
            answer(request.reply(code, "on purpose"));
        }

        void answer(Command answer) {
            if (answered.compareAndSet(false, true)) {
                responder.reply(answer);
            }
        }
    }

    IdempotentSendTest() {
        nameserver.route("T", "r0", 4, node.address());
        for (int code : new int[] {RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE}) {
            node.on(code, (request, responder) -> {
                Arrived now = new Arrived(request, responder);
                all.add(now);
                arrived.add(now);
                if (stopping) {
                    now.refuse(ResponseCode.MESSAGE_ILLEGAL);
                }
            });
        }
        node.on(
                RequestCode.OPEN_PRODUCER,
                (request, responder) -> responder.reply(SequenceFields.withProducerId(
                        request.reply(ResponseCode.SUCCESS, null), "p" + ids.incrementAndGet())));
    }

    @AfterEach
    void stop() throws Exception {
        stopping = true;
        all.forEach(request -> request.refuse(ResponseCode.MESSAGE_ILLEGAL));
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void messagesAreNumberedAndWhatIsAnsweredIsSettled() throws Exception {
        Producer producer = start();
        CompletableFuture<SendReceipt> first = producer.sendAsync(Message.of("T", "a"));
        CompletableFuture<SendReceipt> second =
                producer.sendAsync(Message.of("T", "b").withDelayLevel(1));
        Arrived one = arrived.take();
        Arrived two = arrived.take();
        assertEquals(3, one.sequence().first() + two.sequence().first());
        assertEquals(1, one.sequence().settledBelow());
        (one.sequence().first() == 2 ? one : two).store();
        CompletableFuture.anyOf(first, second).join();
        producer.sendAsync(Message.of("T", "c"));
        Arrived third = arrived.take();
        assertEquals(new SequenceFields("p1", 3, 1), third.sequence(), "number 1 is open, 2 is not");
        (one.sequence().first() == 1 ? one : two).store();
        CompletableFuture.allOf(first, second).join();
        producer.sendAsync(Message.of("T", "d"));
        assertEquals(new SequenceFields("p1", 4, 3), arrived.take().sequence());
    }

    @Test
    void everyAttemptHasTheSameNumberAndPlace() throws Exception {
        nameserver.route("T", "r0", 4, node.address());
        Producer producer = start();
        CompletableFuture<SendReceipt> sent = producer.sendAsync(Message.of("T", "a"));
        Arrived first = arrived.take();
        for (int i = 0; i < 5; i++) {
            first.refuse(ResponseCode.SYSTEM_ERROR);
            Arrived again = arrived.take();
            assertEquals(first.sequence(), again.sequence());
            assertEquals(first.queueId(), again.queueId());
            first = again;
        }
        first.store();
        sent.join();
    }

    @Test
    void whatIsTakenOutOfABatchKeepsItsNumber() throws Exception {
        Producer producer = start();
        List<CompletableFuture<SendReceipt>> sent = IntStream.range(0, 6)
                .mapToObj(i -> producer.sendAsync(Message.of("T", "m" + i)))
                .toList();
        Arrived request = arrived.take();
        while (request.messages() == 1) {
            request.store();
            request = arrived.take();
        }
        long first = request.sequence().first();
        int messages = request.messages();
        request.refuse(ResponseCode.MESSAGE_ILLEGAL);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            Arrived single = arrived.take();
            assertEquals(1, single.messages());
            assertEquals(request.queueId(), single.queueId());
            numbers.add(single.sequence().first());
            assertTrue(single.sequence().settledBelow() <= first, "the batch is not settled before all of it is");
            single.store();
        }
        assertEquals(
                IntStream.range(0, messages).mapToObj(i -> first + i).toList(),
                numbers.stream().sorted().toList());
        sent.forEach(CompletableFuture::join);
        producer.sendAsync(Message.of("T", "last"));
        assertEquals(first + messages, arrived.take().sequence().settledBelow());
    }

    @Test
    void aProducerThatWasForgottenGetsANewIdForWhatWasNeverSent() throws Exception {
        Producer producer = start();
        CompletableFuture<SendReceipt> sent = producer.sendAsync(Message.of("T", "a"));
        Arrived first = arrived.take();
        first.refuse(ResponseCode.UNKNOWN_PRODUCER);
        Arrived again = arrived.take();
        assertEquals(new SequenceFields("p2", 0, 0), again.sequence());
        again.store();
        assertEquals(5, sent.join().queueOffset());
    }

    @Test
    void whatWasSentBeforeAProducerWasForgottenFails() throws Exception {
        Producer producer = start();
        CompletableFuture<SendReceipt> sent = producer.sendAsync(Message.of("T", "a"));
        arrived.take().refuse(ResponseCode.SYSTEM_ERROR);
        arrived.take().refuse(ResponseCode.UNKNOWN_PRODUCER);
        Throwable cause = assertThrows(RuntimeException.class, sent::join).getCause();
        SendException failure = assertInstanceOf(SendException.class, cause);
        assertEquals(ResponseCode.UNKNOWN_PRODUCER, failure.responseCode());
        assertTrue(String.valueOf(failure.getMessage()).contains("once or not at all"), failure::toString);
        producer.sendAsync(Message.of("T", "b"));
        assertEquals("p2", arrived.take().sequence().producerId());
    }

    @Test
    void brokersThatDoNotKnowNumbersAreNoticed() throws Exception {
        Producer producer = start();
        CompletableFuture<SendReceipt> sent = producer.sendAsync(Message.of("T", "a"));
        Arrived ignored = arrived.take();
        ignored.answer(ignored.stored());
        Throwable cause = assertThrows(RuntimeException.class, sent::join).getCause();
        SendException stored = assertInstanceOf(SendException.class, cause);
        assertTrue(String.valueOf(stored.getMessage()).contains("does not know idempotent sends"), stored::toString);

        node.on(
                RequestCode.OPEN_PRODUCER,
                (request, responder) -> responder.reply(
                        request.reply(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, "request type 9131 not supported")));
        Producer other = open(builder().build());
        SendException refused = assertThrows(SendException.class, () -> other.send(Message.of("T", "b")));
        assertEquals(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, refused.responseCode());
    }

    @Test
    void anOrderingKeyChoosesOneQueueAndOneRequestIsUnderWay() throws Exception {
        Producer producer = start();
        int queue = -1;
        producer.sendAsync(Message.of("T", "0").withOrderingKey("account-17"));
        for (int i = 1; i < 4; i++) {
            Arrived request = arrived.take();
            assertTrue(queue < 0 || queue == request.queueId());
            queue = request.queueId();
            producer.sendAsync(Message.of("T", "" + i).withOrderingKey("account-17"));
            assertEquals(0, arrived.size());
            request.refuse(ResponseCode.SYSTEM_ERROR);
            Arrived again = arrived.take();
            assertEquals(request.sequence(), again.sequence());
            assertEquals(i, again.sequence().settledBelow(), "nothing that comes late can be stored behind it");
            again.store();
        }
        arrived.take().store();
        assertThrows(IllegalArgumentException.class, () -> Message.of("T", "x").withOrderingKey(""));
        Message keyed = Message.of("T", "x").withOrderingKey("k");
        assertThrows(IllegalArgumentException.class, () -> producer.sendBatch(List.of(keyed)));
    }

    @Test
    void aBatchOfTheCallerIsNumberedMessageByMessage() throws Exception {
        Producer producer = start();
        CompletableFuture<SendReceipt> batch = CompletableFuture.supplyAsync(
                () -> producer.sendBatch(List.of(Message.of("T", "a"), Message.of("T", "b"))));
        Arrived request = arrived.take();
        assertEquals(1, request.sequence().first());
        request.store();
        batch.join();
        producer.sendAsync(Message.of("T", "c"));
        assertEquals(new SequenceFields("p1", 3, 3), arrived.take().sequence());
        assertNotEquals(0, ids.get());
    }

    private ProducerBuilder builder() {
        return Producer.builder()
                .nameservers(nameserver.address())
                .group("pg")
                .timeout(LONG)
                .linger(Duration.ofHours(1))
                .idempotent(true);
    }

    /** A producer that has sent message 0. */
    private Producer start() throws InterruptedException {
        Producer producer = open(builder().build());
        CompletableFuture<SendReceipt> first = producer.sendAsync(Message.of("T", "first"));
        arrived.take().store();
        first.join();
        return producer;
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
