package io.ringmq.admin.main;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.admin.member.MemberChanges;
import io.ringmq.admin.plan.LeaderSpread;
import io.ringmq.admin.plan.Rebalance;
import io.ringmq.admin.plan.Verify;
import io.ringmq.remoting.admin.AdminKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
        description = {
            "Looks after the rings of a cluster: who leads, how far the replicas are, who shall lead, who belongs to them.",
            "A NODE is a node id, or the host:port of a node's Raft server as in the brokers' members."
        },
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

    private static final long LOOK_EVERY_MS = 500;

    private final Clock clock;
    private final RandomGenerator random;
    private final PrintWriter out;
    private final BufferedReader in;

    /** Without anybody to ask: what has to be confirmed needs {@code --yes}. */
    public RaftAdminCommand(Clock clock, RandomGenerator random, PrintWriter out) {
        this(clock, random, out, new BufferedReader(Reader.nullReader()));
    }

    /**
     * @param random makes the numbers that are used once
     * @param in where the operator confirms
     */
    public RaftAdminCommand(Clock clock, RandomGenerator random, PrintWriter out, BufferedReader in) {
        this.clock = clock;
        this.random = random;
        this.out = out;
        this.in = in;
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

    /** Which rings to change, and how long to wait. */
    static final class Change {
        @Option(
                names = "--ring",
                paramLabel = "RING",
                description = "only this ring; without it every ring, one after the other")
        private @Nullable String ring;

        @Option(
                names = "--timeout",
                defaultValue = "3600",
                paramLabel = "SECONDS",
                description = "give up after this long (${DEFAULT-VALUE}); the command can be repeated")
        private int timeoutSeconds;
    }

    /** Whether the operator means it. */
    static final class Confirmation {
        @Option(names = "--yes", description = "do not ask")
        private boolean yes;
    }

    @Command(
            name = "add-learner",
            mixinStandardHelpOptions = true,
            description = "Adds a node that runs with join=true to the rings; it receives their logs and has no vote.")
    int addLearner(
            @Mixin Reach reach,
            @Mixin Change change,
            @Parameters(paramLabel = "HOST:PORT", description = "Raft address of the new node") String node)
            throws IOException {
        return change(reach, change, node, MemberChanges::addLearner);
    }

    @Command(mixinStandardHelpOptions = true, description = "Gives a learner a vote, as soon as it has caught up.")
    int promote(
            @Mixin Reach reach,
            @Mixin Change change,
            @Parameters(paramLabel = "NODE", description = "the learner") String node)
            throws IOException {
        return change(reach, change, node, MemberChanges::promote);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Adds a node that runs with join=true to the rings: as a learner, then, caught up, with a vote.")
    int add(
            @Mixin Reach reach,
            @Mixin Change change,
            @Parameters(paramLabel = "HOST:PORT", description = "Raft address of the new node") String node)
            throws IOException {
        return change(reach, change, node, MemberChanges::add);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Removes a node from the rings; it hands over first where it leads.")
    int remove(
            @Mixin Reach reach,
            @Mixin Change change,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "NODE", description = "the node; one that is dead by its Raft address")
                    String node)
            throws IOException {
        confirm(confirmation, "Removes " + node + " from " + rings(change) + ".");
        int code = change(reach, change, node, MemberChanges::remove);
        tell("stop the node " + node + ", and delete its data before it joins again");
        return code;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Adds a node that runs with join=true in the place of another: adds the new one, removes the old one.")
    int replace(
            @Mixin Reach reach,
            @Mixin Change change,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "OLD", description = "the node that goes; one that is dead by its Raft address")
                    String old,
            @Parameters(paramLabel = "NEW", description = "Raft address of the node that comes") String successor)
            throws IOException {
        confirm(confirmation, "Adds " + successor + " to " + rings(change) + " and removes " + old + ".");
        int code = change(reach, change, old, (changes, ring, leaving) -> changes.replace(ring, leaving, successor));
        tell("stop the node " + old + ", and delete its data before it joins again");
        return code;
    }

    private static String rings(Change change) {
        return change.ring == null ? "all rings" : "ring " + change.ring;
    }

    private void confirm(Confirmation confirmation, String what) throws IOException {
        if (confirmation.yes) {
            return;
        }
        out.print(what + " Type yes to go on: ");
        out.flush();
        String answer = in.readLine();
        if (answer == null || !answer.strip().equals("yes")) {
            throw new AdminException("nothing was done; it has to be confirmed with yes, or with --yes");
        }
    }

    private interface Step {
        /** @param node Raft address */
        void take(MemberChanges changes, String ring, String node);
    }

    private int change(Reach reach, Change change, String node, Step step) throws IOException {
        long deadlineMs = clock.millis() + change.timeoutSeconds * 1_000L;
        try (AdminClient admin = connect(reach)) {
            MemberChanges changes = new MemberChanges(admin, () -> waitsUntil(deadlineMs), this::tell);
            List<Ring> rings = change.ring == null ? admin.rings() : List.of(admin.ring(change.ring));
            String address = Ring.addressOf(rings, node);
            rings.forEach(ring -> step.take(changes, ring.name(), address));
        }
        return 0;
    }

    private boolean waitsUntil(long deadlineMs) {
        if (clock.millis() >= deadlineMs) {
            return false;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_EVERY_MS));
        return true;
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }

    private AdminClient connect(Reach reach) throws IOException {
        return new AdminClient(reach.namesrv, AdminKey.read(reach.keyFile), clock, random);
    }
}
