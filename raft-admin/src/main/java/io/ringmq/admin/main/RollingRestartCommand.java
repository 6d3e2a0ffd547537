package io.ringmq.admin.main;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.Node;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.admin.plan.Downtime;
import io.ringmq.admin.restart.RestartCommand;
import io.ringmq.admin.restart.Restarter;
import io.ringmq.admin.restart.RollingRestart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code raft-admin rolling-restart}. */
@Command(
        name = "rolling-restart",
        mixinStandardHelpOptions = true,
        description = {
            "Restarts the nodes of the cluster one after the other, for an upgrade or new settings.",
            "Of each node: waits until all replicas of its rings have caught up, puts it into maintenance, waits until clients",
            "know where to send instead, has it restarted, waits until it is back and has caught up, and ends the maintenance.",
            "Spreads the leaders at the end.",
            "Stops at the first node that does not come back in time; can be run again."
        },
        footer = {
            "",
            "Example: raft-admin rolling-restart --command 'ssh {host} systemctl restart ringmq' --key-file admin.key"
        })
final class RollingRestartCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Console.Reach reach = new Console.Reach();

    @Mixin
    private Console.Output output = new Console.Output();

    @Mixin
    private Console.Confirmation confirmation = new Console.Confirmation();

    @ArgGroup(multiplicity = "1")
    private Means means = new Means();

    @Option(
            names = "--nodes",
            split = ",",
            paramLabel = "NODE",
            description = "only these nodes, separated by commas; without it all that clients know")
    private Set<String> nodes = new TreeSet<>();

    @Option(
            names = "--timeout-seconds",
            defaultValue = "600",
            paramLabel = "SECONDS",
            description = "give up after each wait of this length (${DEFAULT-VALUE})")
    private int timeoutSeconds;

    @Option(
            names = "--settle-seconds",
            defaultValue = "35",
            paramLabel = "SECONDS",
            description = {
                "time between a node's handing over and its restart, in which clients learn where to send instead",
                "(${DEFAULT-VALUE}; RocketMQ's clients ask a nameserver every 30 s)"
            })
    private int settleSeconds;

    @Option(names = "--dry-run", description = "only tell what would be done, and what stands against it now")
    private boolean dryRun;

    /** Who restarts the processes. */
    static final class Means {
        @Option(
                names = "--command",
                paramLabel = "COMMAND",
                description =
                        "run by sh -c for each node, with {host}, {port} (of its Raft server) and {node} replaced; "
                                + "it stops the process (SIGTERM) and starts it again")
        private @Nullable String command;

        @Option(names = "--wait", description = "the operator restarts each node when told to")
        private boolean waits;
    }

    RollingRestartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Consumer<String> progress = console.progress(output);
        try (AdminClient admin = console.connect(reach)) {
            List<Ring> rings = admin.rings();
            List<Node> order = Downtime.order(chosen(rings));
            String ids = order.stream().map(Node::id).collect(Collectors.joining(","));
            if (dryRun) {
                tellPlan(rings, order, progress);
                return 0;
            }
            console.confirm(confirmation, "Restarts, one after the other: " + ids + ".");
            RollingRestart.Waits waits = new RollingRestart.Waits(
                    () -> console.patience(timeoutSeconds), () -> console.patience(settleSeconds));
            new RollingRestart(admin, restarter(progress), waits, progress).run(order);
            console.done(output, "rolling-restart", Map.of("nodes", ids));
        }
        return 0;
    }

    private List<Node> chosen(List<Ring> rings) {
        return nodes.isEmpty()
                ? Node.of(rings)
                : nodes.stream().map(name -> Node.find(rings, name)).distinct().toList();
    }

    private static void tellPlan(List<Ring> rings, List<Node> order, Consumer<String> progress) {
        for (Node node : order) {
            progress.accept(node.id() + " at " + node.raftAddress() + (node.maintenance() ? ", in maintenance" : "")
                    + (node.leads().isEmpty() ? "" : ", hands over " + String.join(", ", node.leads())));
            Downtime.beforeRestart(rings, node).forEach(reason -> progress.accept("  has to wait: " + reason));
        }
        progress.accept("nothing was done");
    }

    private Restarter restarter(Consumer<String> progress) {
        return means.waits
                ? node -> progress.accept("restart " + node.id() + " at " + node.host() + " now")
                : new RestartCommand(Objects.requireNonNull(means.command), timeoutSeconds, progress);
    }
}
