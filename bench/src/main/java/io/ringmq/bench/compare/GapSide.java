package io.ringmq.bench.compare;

import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventProcess;
import io.ringmq.bench.report.Metric;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A system whose leader is killed under load. Each window is a trial: a new topic, a new load generator, {@code kill -9} of
 * the leader of queue 0, a restart on its data, and a count of what the topic holds.
 */
final class GapSide implements Side {
    private static final Duration FIRST_ACK_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration RECOVERY_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration LOAD_AFTER = Duration.ofSeconds(3);
    private static final int READ_ATTEMPTS = 2;

    /** An answer that the dead leader had already sent may still be read for a moment. */
    private static final long LATE_ANSWER_MS = 50;

    /** The kill moves through the clients' poll interval from trial to trial, on both sides alike. */
    private static final int PHASE_STEP_SECONDS = 7;

    private static final int PHASES_SECONDS = 24;

    private final Contestant contestant;
    private final LoadPlan plan;
    private int trials;

    GapSide(Contestant contestant, LoadPlan plan) {
        this.contestant = contestant;
        this.plan = plan;
    }

    @Override
    public Map<String, String> labels() {
        return contestant.labels();
    }

    @Override
    public void resume() {
        contestant.system().resume();
    }

    @Override
    public void pause() {
        contestant.system().pause();
    }

    /** Load before a trial's kill. */
    private Duration beforeKill() {
        return Duration.ofSeconds(plan.warmupSeconds() + (long) trials * PHASE_STEP_SECONDS % PHASES_SECONDS);
    }

    @Override
    public Map<String, Double> measure() {
        String topic = contestant.newTopic(Workload.W6, plan.queues());
        StreamLedger ledger = new StreamLedger();
        long killMs = stream(topic, ledger);
        trials++;
        ledger.failureReasons().forEach(reason -> System.out.println("    failed sends: " + reason));
        read(topic, ledger);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(Metric.GAP_MS.field(), (double) ledger.longestGapMs(killMs));
        metrics.put(Metric.THREAD_GAP_MS.field(), (double) ledger.longestThreadGapMs(killMs));
        metrics.put(Metric.ACKED.field(), (double) ledger.ackedCount());
        metrics.put(Metric.FAILED.field(), (double) ledger.failedCount());
        metrics.put(Metric.LOST.field(), (double) ledger.lostCount());
        metrics.put(Metric.DUPLICATED.field(), (double) ledger.duplicateCount());
        return metrics;
    }

    /** Returns when the leader was killed. */
    private long stream(String topic, StreamLedger ledger) {
        List<String> arguments =
                plan.once().arguments(contestant.client(), contestant.system().address(), topic, Workload.W6);
        try (EventProcess load = contestant.load(arguments, event -> hear(event, ledger))) {
            load.until("a first acknowledgement", FIRST_ACK_TIMEOUT, contestant.await(), () -> ledger.ackedCount() > 0);
            contestant.await().pause(beforeKill());
            int victim = contestant.system().leaderNode(topic);
            long killMs = contestant.setup().clock().millis();
            contestant.system().kill(victim);
            load.until(
                    "acknowledgements after the kill",
                    RECOVERY_TIMEOUT,
                    contestant.await(),
                    () -> ledger.allAckedAfter(killMs + LATE_ANSWER_MS));
            contestant.await().pause(LOAD_AFTER);
            contestant.system().startNode(victim);
            contestant.await().pause(LOAD_AFTER);
            contestant.system().awaitWhole();
            load.tell("stop");
            load.awaitSuccess(RECOVERY_TIMEOUT);
            return killMs;
        }
    }

    /** Reads the topic; once more if something is missing, since consumers of some systems at times get nothing at first. */
    private void read(String topic, StreamLedger ledger) {
        LoadPlan reading = plan.once().with("count", Long.toString(ledger.ackedCount()));
        List<String> arguments =
                reading.arguments(contestant.client(), contestant.system().address(), topic, "read", List.of());
        for (int attempt = 0; attempt < READ_ATTEMPTS && (attempt == 0 || ledger.lostCount() > 0); attempt++) {
            ledger.forgetStored();
            try (EventProcess load = contestant.load(arguments, event -> hear(event, ledger))) {
                load.awaitSuccess(READ_TIMEOUT);
            }
        }
    }

    /** Books what the load generator reports; ids and times come in batches, separated by commas. */
    static void hear(Event event, StreamLedger ledger) {
        switch (event.kind()) {
            case "acked" -> {
                String[] ids = event.get("ids").split(",");
                String[] times = event.get("times").split(",");
                for (int i = 0; i < ids.length; i++) {
                    ledger.acked(ids[i], Long.parseLong(times[i]));
                }
            }
            case "failed" ->
                ledger.failed(event.get("ids").split(",").length, event.fields().getOrDefault("reason", ""));
            case "read" -> List.of(event.get("ids").split(",")).forEach(ledger::stored);
            default -> {
                // the rest is of no interest to the books
            }
        }
    }

    @Override
    public void close() {
        // A trial ends its own load.
    }
}
