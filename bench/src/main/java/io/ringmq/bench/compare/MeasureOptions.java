package io.ringmq.bench.compare;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.report.MachineFacts;
import io.ringmq.bench.report.Result;
import io.ringmq.bench.report.ResultFile;
import io.ringmq.bench.system.BenchSystem;
import io.ringmq.bench.system.FlushMode;
import io.ringmq.bench.system.RingSystem;
import io.ringmq.bench.system.SystemKind;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that all measuring commands share, and what they mean. */
final class MeasureOptions {
    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--bytes", defaultValue = "1024", description = "size of a body (${DEFAULT-VALUE})")
    private int sizeBytes;

    @Option(names = "--queues", defaultValue = "8", description = "queues of the topic (${DEFAULT-VALUE})")
    private int queues;

    @Option(
            names = "--flush",
            defaultValue = "async",
            description = "when replicas force their logs: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private FlushMode flush = FlushMode.ASYNC;

    @Option(
            names = "--warmup-seconds",
            defaultValue = "5",
            description =
                    "unmeasured load at the start of each window; for idle, rest; for w6, load before the first kill"
                            + " (${DEFAULT-VALUE})")
    private int warmupSeconds;

    @Option(names = "--seconds", defaultValue = "10", description = "length of a measured window (${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--option",
            description = "NAME=VALUE for the load generator, in place of the workload's own; repeatable")
    private Map<String, String> more = Map.of();

    @Option(
            names = "--dir",
            defaultValue = "data/bench",
            description = "directory of the systems; data are deleted at the end (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "bench");

    @Option(
            names = "--results",
            defaultValue = ResultFile.DEFAULT,
            description = "file that results are appended to (${DEFAULT-VALUE})")
    private Path results = Path.of(ResultFile.DEFAULT);

    private final Await await = new Await(Clock.systemUTC());
    private final Distribution distribution = Distribution.fromSystemProperty();

    LoadPlan plan(int windows) {
        return new LoadPlan(queues, sizeBytes, warmupSeconds, seconds, windows, more);
    }

    String flush() {
        return flush.word();
    }

    FlushMode flushMode() {
        return flush;
    }

    /** Starts a system; its processes end with this JVM at the latest. */
    Contestant start(SystemKind kind, LoadClientKind client) {
        return start(kind, client, flush);
    }

    /** Starts a system in a flush mode of its own. */
    Contestant start(SystemKind kind, LoadClientKind client, FlushMode ownFlush) {
        if (!client.speaksTo(kind)) {
            throw new IllegalArgumentException(client.label() + " is no client of " + kind.label()
                    + "; for ringmq name stock or sdk, for others leave the option out");
        }
        System.out.println("starting " + kind.label() + ", flush " + ownFlush.word());
        return contestant(kind.start(dir.toAbsolutePath(), ownFlush, await), kind, client);
    }

    /** Starts RingMQ in another shape. */
    Contestant startRing(LoadClientKind client, UnaryOperator<ClusterSpec> shape) {
        Path own = dir.toAbsolutePath()
                .resolve("ringmq-" + flush() + "-" + await.clock().millis());
        RingSystem system = RingSystem.start(shape.apply(RingSystem.spec(own, flush)), await);
        return contestant(system, SystemKind.RINGMQ, client);
    }

    /** Starts RingMQ such that {@link #beside} can have others take turns on the same cluster. */
    Contestant startShared(LoadClientKind client) {
        return beside(start(SystemKind.RINGMQ, client), client, "");
    }

    /** Another contestant on the cluster of one that was started shared, whose topics have attributes. */
    Contestant beside(Contestant other, LoadClientKind client, String topicAttributes) {
        RingSystem cluster = (RingSystem) other.system();
        return other.beside(cluster.shared(topicAttributes), client);
    }

    private Contestant contestant(BenchSystem system, SystemKind kind, LoadClientKind client) {
        return Contestant.of(
                system, kind.label(), client, new Contestant.Setup(distribution, dir.toAbsolutePath(), await));
    }

    /** Begins a run: its facts are the first line it adds to the results. */
    Recorder record() {
        List<String> words =
                new ArrayList<>(command.commandLine().getParseResult().originalArgs());
        if (!words.contains(command.name())) {
            // Another command called this one.
            words.add(0, command.name());
        }
        Result facts =
                MachineFacts.ofRun(await.clock(), distribution.home(), "scripts/bench " + String.join(" ", words));
        return new Recorder(new ResultFile(results), facts);
    }
}
