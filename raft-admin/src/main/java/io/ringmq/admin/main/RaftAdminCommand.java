package io.ringmq.admin.main;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.admin.plan.LeaderSpread;
import io.ringmq.admin.plan.Rebalance;
import io.ringmq.admin.plan.Verify;
import io.ringmq.remoting.admin.AdminKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line behind {@code scripts/raft-admin}. */
@Command(
        name = "raft-admin",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        description = "Looks after the rings of a cluster: who leads, how far the replicas are, who shall lead.",
        footer = {
            "",
            "A ring whose majority is lost for good is recovered on one of its nodes: raft-admin unsafe-recover --help.",
            "",
            "Exit codes: 0 done; 1 not done, the message says why; 2 wrong usage; 3 done, but a ring is not healthy.",
            "The key file is the one that adminKeyFile names in the brokers' configuration.",
            "",
            "Example: raft-admin status --namesrv 127.0.0.1:9876 --key-file data/cluster/admin.key"
        })
public final class RaftAdminCommand {
    static final int EXIT_FAILED = 1;
    static final int EXIT_UNHEALTHY = 3;

    private final Clock clock;
    private final RandomGenerator random;
    private final PrintWriter out;

    /** @param random makes the numbers that are used once */
    public RaftAdminCommand(Clock clock, RandomGenerator random, PrintWriter out) {
        this.clock = clock;
        this.random = random;
        this.out = out;
    }

    /** Runs a command and returns its exit code; errors go to {@code err}, one line each. */
    public int run(PrintWriter err, String... args) {
        CommandLine line = new CommandLine(this).setOut(out).setErr(err);
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof AdminException
                    || failure instanceof IOException
                    || failure instanceof IllegalArgumentException) {
                err.println("raft-admin: " + failure.getMessage());
                return EXIT_FAILED;
            }
            throw failure;
        });
        return line.execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    /** How to reach the cluster. */
    static final class Reach {
        @Option(
                names = "--namesrv",
                defaultValue = "127.0.0.1:9876",
                paramLabel = "HOST:PORT",
                description = "a nameserver of the cluster (${DEFAULT-VALUE})")
        private String namesrv = "";

        @Option(
                names = "--key-file",
                required = true,
                paramLabel = "FILE",
                description = "holds the admin key of the cluster")
        private Path keyFile = Path.of("");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Tells of every ring who leads and how far each replica is.")
    int status(
            @Mixin Reach reach,
            @Option(names = "--ring", paramLabel = "RING", description = "only this ring") @Nullable String ring,
            @Option(names = "--json", description = "as JSON, for programs") boolean json)
            throws IOException {
        try (AdminClient admin = connect(reach)) {
            List<Ring> rings = ring == null ? admin.rings() : List.of(admin.ring(ring));
            out.print(json ? StatusReport.json(rings) : StatusReport.table(rings));
            out.flush();
            return rings.stream().allMatch(Ring::isHealthy) ? 0 : EXIT_UNHEALTHY;
        }
    }

    @Command(
            name = "transfer-leader",
            mixinStandardHelpOptions = true,
            description = "Hands the leadership of a ring over; returns when the new leader serves.")
    int transferLeader(
            @Mixin Reach reach,
            @Parameters(paramLabel = "RING", description = "the ring") String name,
            @Option(
                            names = "--to",
                            paramLabel = "NODE",
                            description = "node id of the new leader; without it, the follower that is most caught up")
                    @Nullable
                    String to)
            throws IOException {
        try (AdminClient admin = connect(reach)) {
            Ring ring = admin.ring(name);
            admin.transferLeader(ring, to == null ? null : ring.raftAddressOf(to));
            tell(name + " is led by " + Rebalance.leaderOf(admin.ring(name)));
        }
        return 0;
    }

    @Command(
            name = "rebalance-leaders",
            mixinStandardHelpOptions = true,
            description = "Spreads the leaders of the rings over the nodes, with as few transfers as that takes.")
    int rebalanceLeaders(
            @Mixin Reach reach,
            @Option(names = "--dry-run", description = "only tell what would be done") boolean dryRun)
            throws IOException {
        try (AdminClient admin = connect(reach)) {
            List<LeaderSpread.Move> moves = Rebalance.plan(admin.rings());
            for (LeaderSpread.Move move : moves) {
                tell(move.ring() + ": " + move.from() + " -> " + move.to());
                if (!dryRun) {
                    Rebalance.carryOut(admin, move);
                }
            }
            tell(moves.isEmpty() ? "the leaders are spread already" : dryRun ? "nothing was done" : "done");
        }
        return 0;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Compares log and state of all replicas of each ring, as of one place of the log, while they work.",
                "Reads everything once on every node, at most some 100 MiB a second.",
                "Ends with exit code 3 if replicas are not the same."
            })
    int verify(
            @Mixin Reach reach,
            @Option(names = "--ring", paramLabel = "RING", description = "only this ring") @Nullable String ring,
            @Option(names = "--timeout-minutes", defaultValue = "60", description = "for each ring (${DEFAULT-VALUE})")
                    int timeoutMinutes)
            throws IOException {
        boolean same = true;
        try (AdminClient admin = connect(reach)) {
            Verify verify = new Verify(admin, clock, this::tell);
            for (Ring one : ring == null ? admin.rings() : List.of(admin.ring(ring))) {
                Verify.Outcome outcome = verify.run(one, random.nextLong(), Duration.ofMinutes(timeoutMinutes));
                outcome.differences().forEach(line -> tell(one.name() + ": " + line));
                tell(one.name() + ": " + outcome.replicas() + " replicas, log index " + outcome.index() + ", "
                        + outcome.logBytes() + " bytes of log: "
                        + (outcome.differences().isEmpty() ? "the same" : "NOT THE SAME"));
                same &= outcome.differences().isEmpty();
            }
        }
        return same ? 0 : EXIT_UNHEALTHY;
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }

    private AdminClient connect(Reach reach) throws IOException {
        return new AdminClient(reach.namesrv, AdminKey.read(reach.keyFile), clock, random);
    }
}
