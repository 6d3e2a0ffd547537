package io.ringmq.client.transaction;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.producer.HalfMessageSender;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.SendReceipt;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.ProducerData;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends messages that become visible together with a change elsewhere. Thread-safe; one instance serves a whole process.
 *
 * <pre>{@code
 * try (Transaction transaction = producer.begin(message)) {
 *     database.insert(order, transaction.id());
 *     transaction.commit();
 * }
 * }</pre>
 *
 * <p>Where the process dies in between, or does not know what became of its change, the {@link TransactionChecker} of any
 * producer of the group is asked, after 6 s and then every 30 s, up to 15 times. docs/guarantees.md says what is promised.
 */
public final class TransactionalProducer implements AutoCloseable {
    /** So that each replica, which may lead next, knows whom to ask. */
    private static final int HEARTBEAT_SECONDS = 5;

    private final ClientNetwork network;
    private final HalfMessageSender sender;
    private final TransactionEnds ends;
    private final Questions questions;
    private final Identity identity;
    private final Set<String> topics = ConcurrentHashMap.newKeySet();

    /** Who a producer is, and how long it tries. */
    record Identity(String group, String clientId, Duration timeout) {}

    TransactionalProducer(ClientNetwork network, HalfMessageSender sender, Questions questions, Identity identity) {
        this.network = network;
        this.sender = sender;
        this.questions = questions;
        this.identity = identity;
        this.ends = new TransactionEnds(identity.group, network.calls(), identity.timeout);
        network.every(HEARTBEAT_SECONDS, this::heartbeat);
    }

    /** Starts describing a producer. */
    public static TransactionalProducerBuilder builder() {
        return new TransactionalProducerBuilder();
    }

    /**
     * Stores a message that nobody sees yet, and waits until that is done.
     *
     * @throws io.ringmq.client.producer.SendException if it was refused, or not acknowledged in time; if it was stored all
     *     the same, the checker is asked about it
     * @throws io.ringmq.client.route.ClientException if there is no route for its topic
     */
    public Transaction begin(Message message) {
        return TransactionEnds.await(beginAsync(message));
    }

    /**
     * As {@link #begin(Message)}, without waiting. Stages of the result run on an I/O thread and must not block.
     *
     * @throws IllegalArgumentException if the message is delayed, or can not be sent to anybody
     */
    public CompletableFuture<Transaction> beginAsync(Message message) {
        return sender.send(message, identity.timeout).thenApply(this::begun);
    }

    private Transaction begun(SendReceipt half) {
        if (topics.add(half.queue().topic())) {
            network.timer().execute(this::heartbeat);
        }
        return new Transaction(half, decision -> ends.end(half, decision));
    }

    private void heartbeat() {
        Set<String> replicas = new TreeSet<>();
        for (TopicRouting routing : network.calls().routes().known()) {
            routing.replicas().values().forEach(replicas::addAll);
        }
        ProducerData group = new ProducerData(identity.group);
        network.heartbeat(replicas, new HeartbeatBody(identity.clientId, List.of(group), List.of(), 0, false));
    }

    /** Ends the producer. Transactions that are open stay so, until another producer of the group is asked. */
    @Override
    public void close() {
        questions.close();
        network.close();
    }
}
