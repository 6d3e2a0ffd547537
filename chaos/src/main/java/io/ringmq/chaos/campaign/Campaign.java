package io.ringmq.chaos.campaign;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.chaos.check.Checker;
import io.ringmq.chaos.check.Report;
import io.ringmq.chaos.fault.Arena;
import io.ringmq.chaos.fault.FaultKind;
import io.ringmq.chaos.fault.LoopDisks;
import io.ringmq.chaos.fault.Namespaces;
import io.ringmq.chaos.history.HistoryFile;
import io.ringmq.chaos.workload.Workload;
import io.ringmq.chaos.workload.WorkloadOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts a cluster, puts it under load, strikes it with one fault after the other, waits after each until it serves again,
 * and checks the history.
 */
public final class Campaign {
    private static final String TOPIC = "chaos";
    /** As small as they may be, so that faults meet many changes of segment. */
    private static final String SEGMENT_BYTES = "8MiB";

    private static final String SNAPSHOT_EVERY_BYTES = "4MiB";

    /** Long enough for producers to find a new leader before the last of 15 questions. */
    private static final String TRANSACTION_CHECK_INTERVAL_MS = "5000";

    private static final String MIN_FREE_DISK_BYTES = "100MiB";
    private static final Duration SERVICE_TIMEOUT = Duration.ofSeconds(60);
    private static final int MIN_CALM_MS = 1_000;
    private static final int MAX_CALM_MS = 3_000;

    private final CampaignOptions options;
    private final Distribution distribution;
    private final Await await;
    private final LongSupplier nanos;
    private final Consumer<String> progress;

    /**
     * A campaign that has not begun.
     *
     * @param nanos the clock of the history; never goes back
     * @param progress hears what goes on, in words
     */
    public Campaign(
            CampaignOptions options,
            Distribution distribution,
            Await await,
            LongSupplier nanos,
            Consumer<String> progress) {
        this.options = options;
        this.distribution = distribution;
        this.await = await;
        this.nanos = nanos;
        this.progress = progress;
    }

    /**
     * Runs it. Every process has ended afterwards; history and logs stay, and the data, too, if there was an anomaly.
     *
     * @throws io.ringmq.bench.process.AwaitException if the cluster does not serve again after a fault, or its replicas
     *     do not become equally far
     */
    public CampaignResult run() {
        try {
            Files.createDirectories(options.dir());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + options.dir(), e);
        }
        try (Namespaces network = needs(FaultKind.Need.NETWORK) ? Namespaces.create() : null;
                LoopDisks disks = makeDisks();
                LocalCluster cluster = LocalCluster.start(spec(network, disks), distribution, await)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll));
            try {
                CampaignResult result = run(cluster, network, disks);
                if (result.report().isClean()) {
                    cluster.discard();
                    if (disks != null) {
                        disks.discard();
                    }
                }
                return result;
            } finally {
                cluster.killAll();
            }
        }
    }

    private @Nullable LoopDisks makeDisks() {
        boolean failing = needs(FaultKind.Need.FAILING_DISKS);
        return failing || needs(FaultKind.Need.DISKS) ? LoopDisks.create(options.dir(), failing, await) : null;
    }

    private boolean needs(FaultKind.Need need) {
        return options.faults().stream().anyMatch(kind -> kind.need() == need);
    }

    private ClusterSpec spec(@Nullable Namespaces network, @Nullable LoopDisks disks) {
        ClusterSpec spec = ClusterSpec.defaults(options.dir())
                .withRings(options.rings())
                .withFlush(options.flush())
                .withBrokerKey("segmentBytes", SEGMENT_BYTES)
                .withBrokerKey("minFreeDiskBytes", MIN_FREE_DISK_BYTES)
                // Often, so that Raft's log is truncated and a node that is behind has to copy.
                .withBrokerKey("snapshotEveryBytes", SNAPSHOT_EVERY_BYTES)
                .withBrokerKey("transactionCheckInterval", TRANSACTION_CHECK_INTERVAL_MS)
                // A full disk must not make room by deleting what the check looks for.
                .withBrokerKey("diskSpaceCleanForciblyRatio", "100");
        if (network != null) {
            spec = spec.withPlacement(network.placement());
        }
        if (disks != null) {
            spec = spec.withBrokerKey("dataDir", disks.dataDirKey());
        }
        return Ports.free(spec);
    }

    private CampaignResult run(LocalCluster cluster, @Nullable Namespaces network, @Nullable LoopDisks disks) {
        cluster.awaitAllRegistered();
        Path file = options.dir().resolve("history.txt");
        List<Incident> incidents = new ArrayList<>();
        try (HistoryFile history = new HistoryFile(file);
                Workload workload = Workload.start(
                        cluster, TOPIC, WorkloadOptions.defaults(), new Random(options.seed()), nanos, history)) {
            workload.awaitServed(SERVICE_TIMEOUT);
            Consumer<String> notes = text -> {
                workload.note(text);
                progress.accept("  " + text);
            };
            Arena arena = new Arena(cluster, network, disks, notes, workload::acknowledged);
            strikeUntilOver(workload, arena, incidents);
            progress.accept("faults are over after " + workload.sends() + " sends; waiting for readers and replicas");
            workload.finish();
        }
        Report report = Checker.check(HistoryFile.read(file));
        return new CampaignResult(options.seed(), options.dir(), incidents, report);
    }

    private void strikeUntilOver(Workload workload, Arena arena, List<Incident> incidents) {
        Plan plan = new Plan(options.faults(), options.seed());
        Random calm = new Random(options.seed());
        Instant end = await.clock().instant().plus(options.atMost());
        while (incidents.size() < options.maxStrikes()
                && await.clock().instant().isBefore(end)) {
            await.pause(Duration.ofMillis(calm.nextInt(MIN_CALM_MS, MAX_CALM_MS)));
            Incident incident = strike(plan.next(), workload, arena);
            incidents.add(incident);
            progress.accept("  serves again " + incident.returnMs() + " ms later; longest gap " + incident.gapMs()
                    + " ms; " + workload.sends() + " sends so far");
        }
    }

    private Incident strike(Plan.Strike strike, Workload workload, Arena arena) {
        progress.accept("fault " + strike.number() + ": " + strike.kind().label());
        arena.reseed(strike.seed());
        long fromNs =
                workload.note("fault " + strike.number() + " " + strike.kind().label());
        strike.kind().strike(arena);
        long overNs = workload.note("fault " + strike.number() + " is over");
        workload.awaitServed(SERVICE_TIMEOUT);
        arena.awaitWhole();
        long servedNs = workload.nowNs();
        return new Incident(
                strike.kind(),
                workload.longestGapMs(fromNs, servedNs),
                Duration.ofNanos(servedNs - overNs).toMillis());
    }
}
