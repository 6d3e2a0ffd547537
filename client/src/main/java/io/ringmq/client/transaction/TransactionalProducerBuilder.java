package io.ringmq.client.transaction;

import io.ringmq.client.call.ClientIds;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.producer.HalfMessageSender;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.HandlerTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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

    private List<String> nameservers = List.of();
    private @Nullable String group;
    private @Nullable TransactionChecker checker;
    private int checkerThreads = DEFAULT_CHECKER_THREADS;
    private int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;
    private Duration timeout = DEFAULT_TIMEOUT;

    TransactionalProducerBuilder() {}

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public TransactionalProducerBuilder nameservers(String addresses) {
        nameservers = ClientIds.addresses(addresses);
        return this;
    }

    /** Name of the group; each of its producers can be asked about the transactions of all. */
    public TransactionalProducerBuilder group(String name) {
        String reason = GroupNames.reasonInvalid(name);
        if (reason != null) {
            throw new IllegalArgumentException("group '" + name + "': " + reason);
        }
        group = name;
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
        String groupName = required(group, "group(name)");
        String name = "transactions-" + groupName;
        Questions questions = new Questions(groupName, required(checker, "checker(checker)"), executor(name));
        ClientNetwork network = new ClientNetwork(
                name,
                nameservers,
                HandlerTable.builder()
                        .on(RequestCode.CHECK_TRANSACTION_STATE, questions)
                        .build(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                () -> ThreadLocalRandom.current().nextDouble());
        Clock clock = Clock.systemUTC();
        long processId = ProcessHandle.current().pid();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UniqueMessageIds ids = new UniqueMessageIds(ClientIds.localAddress(), processId, clock, random);
        HalfMessageSender sender =
                new HalfMessageSender(groupName, network.calls(), clock, ids::next, maxMessageBytes, random.nextInt());
        String clientId = ClientIds.clientId(processId, random.nextLong());
        return new TransactionalProducer(
                network, sender, questions, new TransactionalProducer.Identity(groupName, clientId, timeout));
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

    private static <T> T required(@Nullable T value, String call) {
        if (value == null) {
            throw new IllegalStateException("something is missing; call " + call);
        }
        return value;
    }
}
