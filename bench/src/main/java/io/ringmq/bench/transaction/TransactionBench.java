package io.ringmq.bench.transaction;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.report.MarkdownTable;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.transaction.Decision;
import io.ringmq.client.transaction.Transaction;
import io.ringmq.client.transaction.TransactionalProducer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench transactions}: how many transactions a second, beside plain sends of the same messages. */
@Command(
        name = "transactions",
        mixinStandardHelpOptions = true,
        description = {
            "Runs three loads of our SDK in turn, each with the same number under way: plain sends, one a request; plain",
            "sends that share requests, as they do unless one asks otherwise; transactions, each begun, and committed once",
            "its half message is stored. Prints each round, and medians of the ratios to the first load of the round."
        })
public final class TransactionBench implements Callable<Integer> {
    private static final String TOPIC = "transactions";
    private static final int QUEUES = 8;

    @Option(names = "--rounds", defaultValue = "5", description = "that count (${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmup-rounds", defaultValue = "1", description = "before them (${DEFAULT-VALUE})")
    private int warmupRounds;

    @Option(names = "--seconds", defaultValue = "8", description = "of each load (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--under-way", defaultValue = "64", description = "begun and not finished (${DEFAULT-VALUE})")
    private int underWay;

    @Option(names = "--bytes", defaultValue = "1024", description = "of a body (${DEFAULT-VALUE})")
    private int messageBytes;

    @Option(names = "--flush", defaultValue = "async", description = "sync or async (${DEFAULT-VALUE})")
    private String flush = "async";

    @Option(
            names = "--dir",
            defaultValue = "data/transactions",
            description = "directory of the cluster (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "transactions");

    private final Await await = new Await(Clock.systemUTC());

    @Override
    public Integer call() {
        ClusterSpec spec = Ports.free(
                ClusterSpec.defaults(dir.resolve(flush + "-" + await.clock().millis()))
                        .withFlush(flush));
        try (LocalCluster cluster = LocalCluster.start(spec, Distribution.fromSystemProperty(), await)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            cluster.awaitAllRegistered();
            cluster.createTopic(TOPIC, QUEUES);
            measure(spec.namesrvAddress());
            cluster.discard();
        }
        return 0;
    }

    private void measure(String nameservers) {
        MarkdownTable table =
                new MarkdownTable(List.of("round", "one a request, msg/s", "shared requests, msg/s", "transactions/s"));
        List<Double> shared = new ArrayList<>();
        List<Double> transactions = new ArrayList<>();
        try (Loads loads = new Loads(nameservers)) {
            for (int round = -warmupRounds; round < rounds; round++) {
                List<Double> rates = loads.round();
                if (round >= 0) {
                    shared.add(rates.get(1) / rates.get(0));
                    transactions.add(rates.get(2) / rates.get(0));
                    table.add(List.of(
                            Integer.toString(round + 1),
                            whole(rates.get(0)),
                            whole(rates.get(1)),
                            whole(rates.get(2))));
                }
            }
        }
        System.out.println(table.text());
        System.out.println("ratios to one a request, median (least..most): shared requests " + spread(shared)
                + ", transactions " + spread(transactions));
    }

    private static String whole(double rate) {
        return String.format(Locale.ROOT, "%,.0f", rate);
    }

    private static String spread(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f..%.2f)",
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /** The clients, which live as long as the rounds. */
    private final class Loads implements AutoCloseable {
        private final Message message = Message.of(TOPIC, new byte[messageBytes]);
        private final Producer single;
        private final Producer sharing;
        private final TransactionalProducer transactional;

        Loads(String nameservers) {
            single = Producer.builder()
                    .nameservers(nameservers)
                    .group("single")
                    .batch(1, messageBytes)
                    .requestsPerBroker(underWay)
                    .build();
            sharing =
                    Producer.builder().nameservers(nameservers).group("sharing").build();
            transactional = TransactionalProducer.builder()
                    .nameservers(nameservers)
                    .group("transactional")
                    .checker(open -> Decision.ROLLBACK)
                    .build();
        }

        List<Double> round() {
            ClosedLoad load = new ClosedLoad(underWay, Duration.ofSeconds(seconds));
            return List.of(
                    load.perSecond(() -> single.sendAsync(message)),
                    load.perSecond(() -> sharing.sendAsync(message)),
                    load.perSecond(() -> transactional.beginAsync(message).thenCompose(Transaction::commitAsync)));
        }

        @Override
        public void close() {
            single.close();
            sharing.close();
            transactional.close();
        }
    }
}
