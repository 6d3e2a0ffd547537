package io.ringmq.client.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.client.producer.Message;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.ProducerData;
import io.ringmq.remoting.header.CheckTransactionStateHeader;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A producer of transactions against brokers on loopback whose answers the test decides. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionalProducerTest {
    private static final InetSocketAddress HOST = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final long NUMBER = 42;
    private static final long PHYSICAL_OFFSET = 4_711;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final BlockingQueue<EndTransactionHeader> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<Connection> heartbeats = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> checked = new LinkedBlockingQueue<>();
    private final FakeNameserver nameserver = open(new FakeNameserver());
    private final FakeNode a = open(new FakeNode());
    private final FakeNode b = open(new FakeNode());
    private TransactionalProducer producer;

    @BeforeEach
    void start() {
        nameserver.route("T", "r0", 4, a.address(), b.address());
        for (FakeNode node : List.of(a, b)) {
            node.on(RequestCode.SEND_MESSAGE_V2, TransactionalProducerTest::store);
            node.on(RequestCode.END_TRANSACTION, takesEnds(ResponseCode.SUCCESS));
            node.on(RequestCode.HEART_BEAT, (request, responder) -> {
                assertEquals(
                        List.of(new ProducerData("pg")),
                        HeartbeatBody.decode(request.body()).producers());
                heartbeats.add(responder.connection());
                responder.reply(request.reply(ResponseCode.SUCCESS, null));
            });
        }
        producer = open(TransactionalProducer.builder()
                .nameservers(nameserver.address())
                .group("pg")
                .timeout(Duration.ofSeconds(2))
                .checker(transaction -> {
                    checked.add(transaction.transactionId());
                    if (transaction.transactionId().equals("broken")) {
                        throw new IllegalStateException("the database is gone");
                    }
                    return Decision.COMMIT;
                })
                .build());
    }

    private static void store(Command request, Responder responder) {
        SendMessageHeader header = SendMessageHeader.parse(request);
        responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new SendMessageResponseHeader(
                        MessageIds.encode(HOST, PHYSICAL_OFFSET), header.queueId(), NUMBER, null, null, null)));
    }

    private RequestHandler takesEnds(int code) {
        return (request, responder) -> {
            ends.add(EndTransactionHeader.parse(request));
            responder.reply(request.reply(code, "as the test says"));
        };
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private EndTransactionHeader nextEnd() throws InterruptedException {
        return next(ends);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(10, TimeUnit.SECONDS), "nothing came");
    }

    @Test
    void aCommitNamesTheHalfMessage() throws InterruptedException {
        Transaction transaction = producer.begin(Message.of("T", "hello").withTag("t"));
        SendMessageHeader sent =
                SendMessageHeader.parse(a.requests(RequestCode.SEND_MESSAGE_V2).get(0));
        Map<String, String> properties = MessageProperties.parse(sent.properties());
        assertEquals("true", properties.get("TRAN_MSG"));
        assertEquals("pg", properties.get("PGROUP"));
        assertEquals("t", properties.get("TAGS"));
        assertEquals(transaction.id(), properties.get("UNIQ_KEY"));
        transaction.commit();
        transaction.close();
        EndTransactionHeader end = nextEnd();
        assertEquals(
                new EndTransactionHeader(
                        "T", "pg", NUMBER, PHYSICAL_OFFSET, 8, false, transaction.id(), transaction.id()),
                end);
        assertTrue(ends.isEmpty(), "closing it says nothing more");
    }

    @Test
    void whatIsNotCommittedIsRolledBackUnlessLeftOpen() throws InterruptedException {
        producer.begin(Message.of("T", "a")).close();
        assertEquals(12, nextEnd().decision());
        producer.begin(Message.of("T", "b")).rollback();
        assertEquals(12, nextEnd().decision());
        Transaction open = producer.begin(Message.of("T", "c"));
        open.leaveOpen();
        open.close();
        producer.begin(Message.of("T", "d")).commit();
        assertEquals(8, nextEnd().decision());
        assertTrue(ends.isEmpty());
    }

    @Test
    void theEndFindsTheLeader() throws InterruptedException {
        Transaction transaction = producer.begin(Message.of("T", "a"));
        a.on(
                RequestCode.END_TRANSACTION,
                (request, responder) -> responder.reply(request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, "no leader")
                        .withField(LeaderFields.ADDRESS, b.address())));
        transaction.commit();
        assertEquals(1, b.requests(RequestCode.END_TRANSACTION).size());
        nextEnd();
    }

    @Test
    void aRefusalTellsWhy() {
        Transaction transaction = producer.begin(Message.of("T", "a"));
        a.on(RequestCode.END_TRANSACTION, takesEnds(ResponseCode.ILLEGAL_OPERATION));
        TransactionException refusal = assertThrows(TransactionException.class, transaction::commit);
        assertEquals(ResponseCode.ILLEGAL_OPERATION, refusal.responseCode());
        assertTrue(String.valueOf(refusal.getMessage()).contains("as the test says"), refusal.getMessage());
    }

    @Test
    void theCheckerAnswersQuestionsOfAnyReplica() throws InterruptedException {
        producer.begin(Message.of("T", "a")).leaveOpen();
        Connection first = next(heartbeats);
        Connection second = next(heartbeats);
        ask(first, "one");
        EndTransactionHeader end = nextEnd();
        assertEquals(new EndTransactionHeader("T", "pg", 7, 8, 8, true, "one", "one"), end);
        ask(second, "broken");
        assertEquals(0, nextEnd().decision(), "unknown, so that it is asked again");
        assertEquals(List.of("one", "broken"), List.copyOf(checked));
    }

    private static void ask(Connection connection, String id) {
        ByteBuffer body = ByteBuffer.wrap("a".getBytes(StandardCharsets.UTF_8));
        WireMessage message = new WireMessage(
                "T",
                0,
                0,
                7,
                8,
                4,
                1,
                HOST,
                2,
                HOST,
                0,
                0,
                body,
                MessageProperties.encode(Map.of("UNIQ_KEY", id, "PGROUP", "pg")));
        connection.sendOneway(Command.request(
                        RequestCode.CHECK_TRANSACTION_STATE, new CheckTransactionStateHeader("T", 7, 8, id, id, "x"))
                .withBody(MessageLayout.encode(message))
                .oneway());
    }

    @Test
    void delayedMessagesAreRefusedAndSoAreProducersWithoutAChecker() {
        Message delayed = Message.of("T", "a").withDelayLevel(3);
        assertThrows(IllegalArgumentException.class, () -> producer.begin(delayed));
        assertThrows(
                IllegalStateException.class,
                () -> TransactionalProducer.builder().group("pg").build());
    }
}
