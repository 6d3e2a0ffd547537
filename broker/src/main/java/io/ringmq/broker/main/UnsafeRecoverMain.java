package io.ringmq.broker.main;

import io.ringmq.broker.config.BrokerConfig;
import io.ringmq.broker.config.ConfigException;
import io.ringmq.broker.config.Member;
import io.ringmq.broker.config.RingEndpoint;
import io.ringmq.raft.RaftException;
import io.ringmq.raft.RaftPeer;
import io.ringmq.raft.SoleSurvivor;
import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.store.disk.NioDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a stopped node the only voter of a ring whose majority is lost for good. */
@Command(
        name = "raft-admin unsafe-recover",
        mixinStandardHelpOptions = true,
        description = {
            "Makes this node, which must be stopped, the only voter of a ring whose majority is lost for good.",
            "Run it on the node whose broker is to go on, and only when the other nodes will never start again with the data"
                    + " they had: two of them could elect a leader of their own.",
            "",
            "Messages that were acknowledged and that only the lost nodes had are lost. Of several nodes that are left take"
                    + " the one with the highest last term, and of those the one with the highest last index; --dry-run"
                    + " prints them."
        },
        footer = {"", "Exit codes: 0 done; 1 not done, the message says why; 2 wrong usage."})
public final class UnsafeRecoverMain implements Callable<Integer> {
    private final BufferedReader in;
    private final PrintStream out;

    @Option(names = "--config", required = true, description = "the node's properties file")
    private @Nullable Path configFile;

    @Option(names = "--ring", required = true, description = "the ring to recover")
    private @Nullable String ring;

    @Option(names = "--dry-run", description = "only tell what is there and what would be done")
    private boolean dryRun;

    @Option(names = "--confirm", paramLabel = "RING", description = "the ring's name, instead of typing it when asked")
    private @Nullable String confirm;

    private UnsafeRecoverMain(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(run(in, System.out, System.err, args));
    }

    static int run(BufferedReader in, PrintStream out, PrintStream err, String... args) {
        CommandLine line = new CommandLine(new UnsafeRecoverMain(in, out));
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof ConfigException
                    || failure instanceof IOException
                    || failure instanceof RaftException) {
                err.println("unsafe-recover: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws IOException {
        BrokerConfig config = BrokerConfig.load(Objects.requireNonNull(configFile));
        String name = Objects.requireNonNull(ring);
        RingEndpoint endpoint = config.node().rings().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("this node has no ring '" + name + "'; it has "
                        + config.node().rings().stream().map(RingEndpoint::name).toList()));
        if (!Files.isDirectory(config.node().dataDir())) {
            throw new IOException("there is no dataDir " + config.node().dataDir() + ": nothing is left to recover");
        }
        Member self = config.node().self();
        try (DataDirectory data = DataDirectory.lock(config.node().dataDir())) {
            String group = endpoint.groupName();
            data.install(group).complete();
            try (SoleSurvivor survivor = SoleSurvivor.open(
                    group,
                    new RaftPeer(self.host(), self.port()),
                    new NioDisk(data.raft(group)),
                    RingHosting.logOptions(config),
                    SnapshotFiles.open(data.snapshots(group), group).newest())) {
                return recover(name, self, survivor);
            }
        }
    }

    private int recover(String name, Member self, SoleSurvivor survivor) throws IOException {
        SoleSurvivor.Findings found = survivor.findings();
        out.println("ring " + name + " on " + self.nodeId() + ": last index " + found.lastIndex() + " of term "
                + found.lastTerm() + ", log to offset " + found.endOffset());
        out.println("voters " + found.voters() + ", learners " + found.learners());
        out.println(
                "What was acknowledged behind index " + found.lastIndex() + " without this node will be lost. How much"
                        + " that is can not be told here: as much as this node lagged when the others were lost.");
        if (dryRun) {
            out.println("nothing was done");
            return 0;
        }
        if (!isConfirmed(name)) {
            out.println("not confirmed: nothing was done");
            return 1;
        }
        survivor.takeOver();
        out.println("done: " + self.nodeId() + " is the only voter of " + name + ". Start it, see that it leads"
                + " (raft-admin status), and add nodes with empty data directories.");
        return 0;
    }

    private boolean isConfirmed(String name) throws IOException {
        if (confirm != null) {
            return confirm.equals(name);
        }
        out.print("The other nodes must never start again with their data. Type the ring's name to go on: ");
        out.flush();
        return name.equals(in.readLine());
    }
}
