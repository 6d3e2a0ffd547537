package io.ringmq.bench.failover;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.stock.StockClient;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Kills the leader of ring-0 under stock producers and a stock push consumer, starts it again, and checks that every
 * acknowledged message is consumed. The cluster is whole again afterwards.
 */
public final class FailoverTrial {
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(40);
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(30);
    private static final int QUEUES = 4;
    private static final int RING = 0;

    private final LocalCluster cluster;
    private final StockClient client;
    private final TrialPlan plan;
    private final Consumer<String> progress;
    private final Ledger ledger = new Ledger();
    private final Await await;
    private long killTimeMs;

    /** @param progress hears what goes on, in words */
    public FailoverTrial(LocalCluster cluster, StockClient client, TrialPlan plan, Consumer<String> progress) {
        this.cluster = cluster;
        this.client = client;
        this.plan = plan;
        this.progress = progress;
        this.await = cluster.await();
    }

    /**
     * Runs the trial.
     *
     * @throws io.ringmq.bench.process.AwaitException if the cluster or a client does not get on in time
     */
    public TrialResult run() {
        cluster.createTopic(plan.topic(), QUEUES);
        String group = "group-" + plan.topic();
        String poll = Integer.toString(plan.pollNameserverMs());
        try (OffsetWatch offsets =
                        new OffsetWatch(cluster.view(), cluster.spec().ringName(RING), group, plan.topic(), QUEUES);
                EventProcess consumer = client.start(
                        "StockPushConsumer",
                        ledger::consumerEvent,
                        "--topic",
                        plan.topic(),
                        "--group",
                        group,
                        "--poll-ms",
                        poll);
                EventProcess producer = client.start(
                        "StockStream",
                        ledger::producerEvent,
                        "--topic",
                        plan.topic(),
                        "--threads",
                        Integer.toString(plan.threads()),
                        "--pause-ms",
                        Integer.toString(plan.pauseMs()),
                        "--poll-ms",
                        poll)) {
            await.until("messages that flow", READY_TIMEOUT, () -> ledger.acked() > 0 && ledger.consumed() > 0);
            load("load", plan.loadBeforeKill());
            int victim = killLeader();
            awaitRecovery();
            load("load on two nodes", plan.loadAfterKill());
            progress.accept("starting " + cluster.spec().nodeName(victim) + " again");
            cluster.startNode(victim);
            cluster.awaitAllRegistered();
            load("load on three nodes", plan.loadAfterKill());
            producer.end(END_TIMEOUT);
            progress.accept("producer ended; waiting for the consumer");
            boolean drained = await.holds(DRAIN_TIMEOUT, () -> ledger.missing() == 0);
            progress.accept(drained ? "everything acknowledged was consumed" : "gave up waiting for the consumer");
            consumer.end(END_TIMEOUT);
            return result(offsets.rewinds());
        }
    }

    private TrialResult result(List<String> rewinds) {
        return new TrialResult(
                plan,
                ledger.verdict(),
                ledger.longestGapMs(killTimeMs),
                ledger.failedSends(),
                rewinds,
                ledger.failureReasons());
    }

    private int killLeader() {
        OptionalInt leader = cluster.leader(RING);
        int victim = leader.orElseThrow(() -> new IllegalStateException("no leader to kill"));
        progress.accept(
                "kill -9 of the leader, " + cluster.spec().nodeName(victim) + " (pid " + cluster.pid(victim) + ")");
        killTimeMs = await.clock().millis();
        cluster.kill(victim);
        return victim;
    }

    private void awaitRecovery() {
        // An answer the dead leader had already sent may still be read for a moment.
        long deadMs = await.clock().millis() + 50;
        await.until("acknowledgements from a new leader", RECOVERY_TIMEOUT, () -> {
            boolean recovered = ledger.ackedAfter(deadMs);
            if (!recovered) {
                reportEverySecond("no leader");
            }
            return recovered;
        });
        progress.accept(String.format("sends succeed again; %.2f s without an acknowledgement", gapSeconds()));
    }

    private double gapSeconds() {
        return ledger.longestGapMs(killTimeMs) / 1000.0;
    }

    private long lastReportMs;

    private void reportEverySecond(String what) {
        long now = await.clock().millis();
        if (now - lastReportMs >= 1_000) {
            lastReportMs = now;
            progress.accept(what + ": acknowledged " + ledger.acked() + ", consumed " + ledger.consumed()
                    + ", failed sends " + ledger.failedSends());
        }
    }

    private void load(String what, Duration time) {
        long until = await.clock().millis() + time.toMillis();
        await.until(what, time.plusSeconds(5), () -> {
            reportEverySecond(what);
            return await.clock().millis() >= until;
        });
    }
}
