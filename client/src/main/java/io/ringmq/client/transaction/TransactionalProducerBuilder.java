package io.ringmq.client.transaction;

import io.ringmq.client.call.ClientBootstrap;
import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.producer.HalfMessageSender;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Describes and makes a {@link TransactionalProducer}. Nameservers, group and checker are required. */
public final class TransactionalProducerBuilder {
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 4 << 20;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_CHECKER_THREADS = 4;
    /** Questions that wait for a thread; one beyond is dropped, and asked again later. */
    private static final int MAX_QUESTIONS = 1_024;

    private static final long IDLE_SECONDS = 60;

    private final ClientBootstrap client = new ClientBootstrap();
    private @Nullable TransactionChecker checker;
    private int checkerThreads = DEFAULT_CHECKER_THREADS;
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private Duration timeout = DEFAULT_TIMEOUT;

    TransactionalProducerBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public TransactionalProducerBuilder nameservers(String addresses) {
        client.nameservers(addresses);
        return this;
    }

    /** Name of the group; each of its producers can be asked about the transactions of all. */
    public TransactionalProducerBuilder group(String name) {
        client.group(name);
        return this;
    }

    /** Who tells what became of transactions that nobody has ended. */
    public TransactionalProducerBuilder checker(TransactionChecker transactionChecker) {
        checker = transactionChecker;
        return this;
    }

    /** Threads that run the checker; 4 unless set. */
    public TransactionalProducerBuilder checkerThreads(int count) {
        checkerThreads = count;
        return this;
    }

    /** Largest body to send; 4 MiB unless set. Brokers have a limit of their own. */
    public TransactionalProducerBuilder maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    /** Time for all attempts to begin, or to end, a transaction together; 5 s unless set. */
    public TransactionalProducerBuilder timeout(Duration longest) {
        timeout = longest;
        return this;
    }

    /** Makes the producer; it connects when it first sends. */
    public TransactionalProducer build() {
        String group = client.group();
        TransactionChecker asked = ClientBootstrap.required(checker, "checker(checker)");
        Questions questions = new Questions(group, asked, executor("transactions-" + group));
        HandlerTable handlers = HandlerTable.builder()
                .on(RequestCode.CHECK_TRANSACTION_STATE, questions)
                .build();
        ClientNetwork network = client.network("transactions", handlers);
        Clock clock = Clock.systemUTC();
        HalfMessageSender sender = new HalfMessageSender(
                group,
                network.calls(),
                clock,
                ClientIds.messageIds(clock)::next,
                maxMessageBytes,
                ThreadLocalRandom.current().nextInt());
        return new TransactionalProducer(
                network,
                sender,
                questions,
                new TransactionalProducer.Identity(group, ClientIds.newClientId(), timeout));
    }

    private ExecutorService executor(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                checkerThreads,
                checkerThreads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_QUESTIONS),
                task -> {
                    Thread thread = new Thread(task, name + "-checker");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
