package io.ringmq.chaos.workload;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.ReceivedMessage;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Producer;
import io.ringmq.remoting.body.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Senders, also of transactions and of timed messages, readers and a consumer group on one topic of every ring, all in this process, all writing one history. Starts
 * with {@link #start}; {@link #finish} ends the sends and completes the history.
 */
public final class Workload implements AutoCloseable {
    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(2);

    private final LocalCluster cluster;
    private final Setting setting;
    private final Progress progress;
    private final Wire wire;
    private final Producer producer;
    private final Transactions transactions;
    private final PushConsumer consumer;
    private final List<Loop> senders = new ArrayList<>();
    private final List<Loop> readers = new ArrayList<>();

    private Workload(LocalCluster cluster, Setting setting, Progress progress) {
        this.cluster = cluster;
        this.setting = setting;
        this.progress = progress;
        String nameservers = cluster.spec().namesrvAddress();
        wire = new Wire(cluster.await().clock());
        producer = Producer.builder().nameservers(nameservers).group(Wire.GROUP).build();
        transactions = new Transactions(setting, nameservers);
        consumer = PushConsumer.builder()
                .nameservers(nameservers)
                .group(Wire.GROUP)
                .subscribe(setting.queues().get(0).topic(), "*")
                .startAt(StartPosition.EARLIEST)
                .listener(this::delivered)
                .start();
    }

    /**
     * Creates the topic and starts every client.
     *
     * @param nanos the clock of the history, nanoseconds, never going back
     * @param random makes everything that is drawn by lot; each client gets its own seed from it
     */
    public static Workload start(
            LocalCluster cluster,
            String topic,
            WorkloadOptions options,
            RandomGenerator random,
            LongSupplier nanos,
            Consumer<Entry> history) {
        cluster.createTopic(topic, options.queues());
        List<MessageQueue> queues = new ArrayList<>();
        for (int ring = 0; ring < cluster.spec().rings(); ring++) {
            for (int queue = 0; queue < options.queues(); queue++) {
                queues.add(new MessageQueue(topic, cluster.spec().ringName(ring), queue));
            }
        }
        Progress progress = new Progress(history);
        Setting setting = new Setting(cluster.view(), cluster.await(), List.copyOf(queues), nanos, progress);
        Workload workload = new Workload(cluster, setting, progress);
        workload.startLoops(options, random);
        return workload;
    }

    private void startLoops(WorkloadOptions options, RandomGenerator random) {
        for (int i = 0; i < options.singleSenders(); i++) {
            String name = "single" + i;
            RandomGenerator own = new Random(random.nextLong());
            senders.add(Loop.start(name, new SingleSender(name, setting, wire, own, options.between())));
        }
        for (int i = 0; i < options.sdkSenders(); i++) {
            String name = "sdk" + i;
            RandomGenerator own = new Random(random.nextLong());
            senders.add(Loop.start(name, new SdkSender(name, setting, producer, own, options.between())));
        }
        Random forTimed = new Random(random.nextLong());
        senders.add(Loop.start("timed", new TimedSender("timed", setting, wire, forTimed, options.betweenFates())));
        Random forTransactions = new Random(random.nextLong());
        senders.add(Loop.start("transactions", () -> transactions.run(forTransactions, options.betweenFates())));
        for (String name : List.of("leader-reader", "replica-reader")) {
            RandomGenerator own = new Random(random.nextLong());
            boolean anyReplica = name.startsWith("replica");
            readers.add(Loop.start(name, new QueueReader(name, setting, wire, own, anyReplica)));
        }
    }

    private ConsumeOutcome delivered(ReceivedMessage message) {
        progress.accept(new Entry.Delivered(
                setting.nowNs(),
                Wire.GROUP,
                new Place(Setting.name(message.queue()), message.queueOffset()),
                Payload.id(message.body()),
                Payload.crc(message.body())));
        return ConsumeOutcome.CONSUMED;
    }

    /** Writes a note into the history; returns its time. */
    public long note(String text) {
        long nowNs = setting.nowNs();
        progress.accept(new Entry.Note(nowNs, text));
        return nowNs;
    }

    /** Nanoseconds on the clock of the history. */
    public long nowNs() {
        return setting.nowNs();
    }

    /** Sends that have begun so far. */
    public long sends() {
        return progress.invoked();
    }

    /** Sends that have been acknowledged so far. */
    public long acknowledged() {
        return progress.acknowledged();
    }

    /** The longest time between two acknowledgements of a ring that touches {@code [fromNs, toNs)}, in milliseconds. */
    public long longestGapMs(long fromNs, long toNs) {
        return Duration.ofNanos(progress.longestGapNs(fromNs, toNs)).toMillis();
    }

    /**
     * Waits until every queue of every ring has acknowledged a send that was answered after now.
     *
     * @throws AwaitException if one does not in time
     */
    public void awaitServed(Duration within) {
        long sinceNs = setting.nowNs();
        List<String> queues = setting.queues().stream().map(Setting::name).toList();
        cluster.await()
                .until("sends to every queue to succeed", within, () -> progress.allAcknowledgedAfter(queues, sinceNs));
    }

    /**
     * Ends the sends, waits until the group has been given everything that was acknowledged or settled, and adds to the history what each
     * replica holds. All nodes must run.
     *
     * @throws AwaitException if the replicas do not become equally far
     */
    public void finish() {
        senders.forEach(Loop::stop);
        senders.forEach(Loop::awaitEnd);
        cluster.await().pause(TimedSender.ALL_DELIVERED_AFTER);
        // If it does not come to that, the check names the messages.
        cluster.await().holds(DRAIN_TIMEOUT, () -> progress.undelivered() == 0);
        consumer.close();
        new Inventory(cluster, setting, wire).take();
        readers.forEach(Loop::stop);
        readers.forEach(Loop::awaitEnd);
    }

    @Override
    public void close() {
        senders.forEach(Loop::stop);
        readers.forEach(Loop::stop);
        consumer.close();
        transactions.close();
        producer.close();
        wire.close();
    }
}
