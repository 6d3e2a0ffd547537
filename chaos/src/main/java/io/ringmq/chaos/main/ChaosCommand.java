package io.ringmq.chaos.main;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.Distribution;
import io.ringmq.chaos.campaign.Campaign;
import io.ringmq.chaos.campaign.CampaignOptions;
import io.ringmq.chaos.campaign.CampaignResult;
import io.ringmq.chaos.check.Checker;
import io.ringmq.chaos.check.Report;
import io.ringmq.chaos.fault.FaultKind;
import io.ringmq.chaos.history.HistoryFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/chaos}: a cluster under load and under faults, and whether it kept its promises. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts a nameserver and three brokers, sends and reads, and strikes them with faults drawn from a seed.",
            "Then checks the history of all sends and reads: no acknowledged message lost, none that was not sent or was",
            "refused, one message at each offset, no offset left out, real-time order, identical replicas.",
            "",
            "Exit code 0 if it did, 1 if not, 2 for wrong usage. History and logs stay in the directory."
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final int EXIT_ANOMALY = 1;

    @Option(names = "--minutes", defaultValue = "5", description = "no fault begins later (${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--strikes", defaultValue = "1000000", description = "at most so many faults")
    private int strikes;

    @Option(names = "--seed", description = "decides faults and victims; by default one that is new, and printed")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            split = ",",
            description = "which to draw from; by default all that this machine can do")
    private List<String> faults = List.of();

    @Option(names = "--rings", defaultValue = "1", description = "rings of the cluster (${DEFAULT-VALUE})")
    private int rings;

    @Option(names = "--flush", defaultValue = "sync", description = "sync or async (${DEFAULT-VALUE})")
    private String flush = "sync";

    @Option(
            names = "--dir",
            defaultValue = "data/chaos",
            description = "a directory is made in it for each run (${DEFAULT-VALUE})")
    private Path dir = Path.of("data", "chaos");

    @Option(names = "--list", description = "lists the faults, and which of them this machine can not do and why")
    private boolean list;

    @Option(names = "--check", description = "only checks a history that an earlier run has left")
    private @Nullable Path check;

    private final Clock clock = Clock.systemUTC();

    private ChaosCommand() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new ChaosCommand());
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof AwaitException
                    || failure instanceof IllegalArgumentException
                    || failure instanceof IllegalStateException) {
                System.err.println("chaos: " + failure.getMessage());
                return failure instanceof IllegalArgumentException ? 2 : EXIT_ANOMALY;
            }
            throw failure;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() {
        if (list) {
            Arrays.stream(FaultKind.values())
                    .forEach(kind -> System.out.println(kind.label()
                            + kind.need()
                                    .reasonMissing()
                                    .map(why -> "   (not here: " + why + ")")
                                    .orElse("")));
            return 0;
        }
        Path history = check;
        if (history != null) {
            Report report = Checker.check(HistoryFile.read(history));
            System.out.println(report);
            return report.isClean() ? 0 : EXIT_ANOMALY;
        }
        return strike();
    }

    private int strike() {
        long chosen = seed == null ? clock.millis() : seed;
        Path own = dir.resolve("seed" + chosen + "-" + clock.millis()).toAbsolutePath();
        List<FaultKind> kinds = kinds();
        Duration atMost =
                Duration.ofMillis(Math.round(minutes * Duration.ofMinutes(1).toMillis()));
        System.out.println("seed " + chosen + ", flush " + flush + ", rings " + rings + ", faults "
                + FaultKind.labels(kinds) + "\nhistory and logs: " + own);
        CampaignResult result = new Campaign(
                        new CampaignOptions(chosen, kinds, atMost, strikes, rings, flush, own),
                        Distribution.fromSystemProperty(),
                        new Await(clock),
                        System::nanoTime,
                        this::say)
                .run();
        System.out.println(result);
        return result.report().isClean() ? 0 : EXIT_ANOMALY;
    }

    private List<FaultKind> kinds() {
        if (!faults.isEmpty()) {
            List<FaultKind> named = faults.stream().map(FaultKind::of).toList();
            named.forEach(kind -> {
                Optional<String> reason = kind.need().reasonMissing();
                if (reason.isPresent()) {
                    throw new IllegalArgumentException(kind.label() + " can not be done here: " + reason.get());
                }
            });
            return named;
        }
        List<FaultKind> missing = Arrays.stream(FaultKind.values())
                .filter(kind -> kind.need().reasonMissing().isPresent())
                .toList();
        missing.forEach(kind -> System.out.println(
                "left out: " + kind.label() + ", " + kind.need().reasonMissing().orElse("")));
        return Arrays.stream(FaultKind.values())
                .filter(kind -> !missing.contains(kind))
                .toList();
    }

    private void say(String text) {
        System.out.println(clock.instant().toString().substring(11, 23) + " " + text);
    }
}
