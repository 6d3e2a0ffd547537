package io.ringmq.admin.main;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.restart.NodeMaintenance;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code raft-admin maintenance on} and {@code off}. */
@Command(
        name = "maintenance",
        mixinStandardHelpOptions = true,
        description = {
            "A node in maintenance leads nothing; it goes on replicating, voting and serving, and stays so when it is",
            "started again."
        })
final class MaintenanceCommand {
    private static final int OFF_TIMEOUT_SECONDS = 10;

    private final Console console;

    MaintenanceCommand(Console console) {
        this.console = console;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Puts a node into maintenance; returns when it leads nothing.")
    int on(
            @Mixin Console.Reach reach,
            @Mixin Console.Output output,
            @Parameters(paramLabel = "NODE", description = "the node") String node,
            @Option(names = "--force", description = "even if a ring may be left without a leader") boolean force,
            @Option(
                            names = "--timeout-seconds",
                            defaultValue = "60",
                            paramLabel = "SECONDS",
                            description = "give up waiting after this long (${DEFAULT-VALUE})")
                    int timeoutSeconds)
            throws IOException {
        try (AdminClient admin = console.connect(reach)) {
            Consumer<String> progress = console.progress(output);
            new NodeMaintenance(admin, () -> console.patience(timeoutSeconds), progress).begin(node, force);
        }
        console.done(output, "maintenance on", Map.of("node", node));
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Ends the maintenance of a node; it may lead again.")
    int off(
            @Mixin Console.Reach reach,
            @Mixin Console.Output output,
            @Parameters(paramLabel = "NODE", description = "the node") String node)
            throws IOException {
        try (AdminClient admin = console.connect(reach)) {
            new NodeMaintenance(admin, () -> console.patience(OFF_TIMEOUT_SECONDS), console.progress(output)).end(node);
        }
        console.done(output, "maintenance off", Map.of("node", node));
        return 0;
    }
}
