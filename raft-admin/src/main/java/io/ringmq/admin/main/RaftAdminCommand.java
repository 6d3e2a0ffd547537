package io.ringmq.admin.main;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.admin.member.MemberChanges;
import io.ringmq.admin.member.Patience;
import io.ringmq.admin.plan.LeaderSpread;
import io.ringmq.admin.plan.Rebalance;
import io.ringmq.admin.plan.Verify;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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

    /** The verbs after which a node has no business any more. */
    private static final Set<String> LEAVING = Set.of("remove", "replace");

    private final Console console;

    /** Without anybody to ask: what has to be confirmed needs {@code --yes}. */
    public RaftAdminCommand(Clock clock, RandomGenerator random, PrintWriter out) {
        this(clock, random, out, new BufferedReader(Reader.nullReader()));
    }

    /**
     * @param random makes the numbers that are used once
     * @param in where the operator confirms
     */
    public RaftAdminCommand(Clock clock, RandomGenerator random, PrintWriter out, BufferedReader in) {
        console = new Console(clock, random, out, in);
    }

    /** Runs a command and returns its exit code; errors go to {@code err}, one line each. */
    public int run(PrintWriter err, String... args) {
        CommandLine line = new CommandLine(this)
                .addSubcommand(new SnapshotCommand(console))
                .addSubcommand(new MaintenanceCommand(console))
                .addSubcommand(new RollingRestartCommand(console))
                .setOut(console.out())
                .setErr(err);
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

    @Command(
            mixinStandardHelpOptions = true,
            description = "Tells of every ring who leads and how far each replica is.")
    int status(
            @Mixin Console.Reach reach,
            @Option(names = "--ring", paramLabel = "RING", description = "only this ring") @Nullable String ring,
            @Option(names = "--json", description = "as JSON, for programs") boolean json)
            throws IOException {
        try (AdminClient admin = console.connect(reach)) {
            List<Ring> rings = ring == null ? admin.rings() : List.of(admin.ring(ring));
            console.out().print(json ? StatusReport.json(rings) : StatusReport.table(rings));
            console.out().flush();
            return rings.stream().allMatch(Ring::isHealthy) ? 0 : EXIT_UNHEALTHY;
        }
    }

    @Command(
            name = "transfer-leader",
            mixinStandardHelpOptions = true,
            description = "Hands the leadership of a ring over; returns when the new leader serves.")
    int transferLeader(
            @Mixin Console.Reach reach,
            @Parameters(paramLabel = "RING", description = "the ring") String name,
            @Option(
                            names = "--to",
                            paramLabel = "NODE",
                            description = "node id of the new leader; without it, the follower that is most caught up")
                    @Nullable
                    String to,
            @Mixin Console.Output output)
            throws IOException {
        try (AdminClient admin = console.connect(reach)) {
            Ring ring = admin.ring(name);
            admin.transferLeader(ring, to == null ? null : ring.raftAddressOf(to));
            String leader = Rebalance.leaderOf(admin.ring(name));
            console.progress(output).accept(name + " is led by " + leader);
            console.done(output, "transfer-leader", Map.of("ring", name, "leader", leader));
        }
        return 0;
    }

    @Command(
            name = "rebalance-leaders",
            mixinStandardHelpOptions = true,
            description = "Spreads the leaders of the rings over the nodes, with as few transfers as that takes.")
    int rebalanceLeaders(
            @Mixin Console.Reach reach,
            @Option(names = "--dry-run", description = "only tell what would be done") boolean dryRun)
            throws IOException {
        try (AdminClient admin = console.connect(reach)) {
            List<LeaderSpread.Move> moves = Rebalance.plan(admin.rings());
            for (LeaderSpread.Move move : moves) {
                console.tell(move.ring() + ": " + move.from() + " -> " + move.to());
                if (!dryRun) {
                    Rebalance.carryOut(admin, move);
                }
            }
            console.tell(moves.isEmpty() ? "the leaders are spread already" : dryRun ? "nothing was done" : "done");
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
            @Mixin Console.Reach reach,
            @Option(names = "--ring", paramLabel = "RING", description = "only this ring") @Nullable String ring,
            @Option(names = "--timeout-minutes", defaultValue = "60", description = "for each ring (${DEFAULT-VALUE})")
                    int timeoutMinutes)
            throws IOException {
        boolean same = true;
        try (AdminClient admin = console.connect(reach)) {
            Verify verify = new Verify(admin, console.clock(), console::tell);
            for (Ring one : ring == null ? admin.rings() : List.of(admin.ring(ring))) {
                Verify.Outcome outcome =
                        verify.run(one, console.random().nextLong(), Duration.ofMinutes(timeoutMinutes));
                outcome.differences().forEach(line -> console.tell(one.name() + ": " + line));
                console.tell(one.name() + ": " + outcome.replicas() + " replicas, log index " + outcome.index() + ", "
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

        @Mixin
        private Console.Output output = new Console.Output();
    }

    @Command(
            name = "add-learner",
            mixinStandardHelpOptions = true,
            description = "Adds a node that runs with join=true to the rings; it receives their logs and has no vote.")
    int addLearner(
            @Mixin Console.Reach reach,
            @Mixin Change change,
            @Parameters(paramLabel = "HOST:PORT", description = "Raft address of the new node") String node)
            throws IOException {
        return change("add-learner", reach, change, node, MemberChanges::addLearner);
    }

    @Command(mixinStandardHelpOptions = true, description = "Gives a learner a vote, as soon as it has caught up.")
    int promote(
            @Mixin Console.Reach reach,
            @Mixin Change change,
            @Parameters(paramLabel = "NODE", description = "the learner") String node)
            throws IOException {
        return change("promote", reach, change, node, MemberChanges::promote);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Adds a node that runs with join=true to the rings: as a learner, then, caught up, with a vote.")
    int add(
            @Mixin Console.Reach reach,
            @Mixin Change change,
            @Parameters(paramLabel = "HOST:PORT", description = "Raft address of the new node") String node)
            throws IOException {
        return change("add", reach, change, node, MemberChanges::add);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Removes a node from the rings; it hands over first where it leads.")
    int remove(
            @Mixin Console.Reach reach,
            @Mixin Change change,
            @Mixin Console.Confirmation confirmation,
            @Parameters(paramLabel = "NODE", description = "the node; one that is dead by its Raft address")
                    String node)
            throws IOException {
        console.confirm(confirmation, "Removes " + node + " from " + rings(change) + ".");
        return change("remove", reach, change, node, MemberChanges::remove);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Adds a node that runs with join=true in the place of another: adds the new one, removes the old one.")
    int replace(
            @Mixin Console.Reach reach,
            @Mixin Change change,
            @Mixin Console.Confirmation confirmation,
            @Parameters(paramLabel = "OLD", description = "the node that goes; one that is dead by its Raft address")
                    String old,
            @Parameters(paramLabel = "NEW", description = "Raft address of the node that comes") String successor)
            throws IOException {
        console.confirm(confirmation, "Adds " + successor + " to " + rings(change) + " and removes " + old + ".");
        return change(
                "replace", reach, change, old, (changes, ring, leaving) -> changes.replace(ring, leaving, successor));
    }

    private static String rings(Change change) {
        return change.ring == null ? "all rings" : "ring " + change.ring;
    }

    private interface Step {
        /** @param node Raft address */
        void take(MemberChanges changes, String ring, String node);
    }

    private int change(String verb, Console.Reach reach, Change change, String node, Step step) throws IOException {
        Patience patience = console.patience(change.timeoutSeconds);
        Consumer<String> progress = console.progress(change.output);
        try (AdminClient admin = console.connect(reach)) {
            MemberChanges changes = new MemberChanges(admin, patience, progress);
            List<Ring> rings = change.ring == null ? admin.rings() : List.of(admin.ring(change.ring));
            String address = Ring.addressOf(rings, node);
            rings.forEach(ring -> step.take(changes, ring.name(), address));
            if (LEAVING.contains(verb)) {
                progress.accept(
                        "stop the node " + node
                                + " in half a minute, when no client sends to it any more, and delete its data before it joins again");
            }
            console.done(change.output, verb, Map.of("node", address));
        }
        return 0;
    }
}
