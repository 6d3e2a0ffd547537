package io.ringmq.systemtests;

import io.ringmq.admin.main.RaftAdminCommand;
import io.ringmq.bench.cluster.LocalCluster;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * {@code raft-admin} as an operator of a cluster runs it.
 *
 * @param keyFile of the cluster, or a wrong one
 */
record AdminTool(LocalCluster cluster, Path keyFile) {

    /** What it printed, and its exit code. */
    record Outcome(int exitCode, String out, String err) {}

    AdminTool(LocalCluster cluster) {
        this(cluster, cluster.spec().adminKeyFile());
    }

    Outcome run(String... arguments) {
        return typing("", arguments);
    }

    /** Runs it and answers what it asks. */
    Outcome typing(String typed, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--namesrv", cluster.spec().namesrvAddress(), "--key-file", keyFile.toString()));
        BufferedReader in = new BufferedReader(new StringReader(typed));
        int exitCode = new RaftAdminCommand(Clock.systemUTC(), new Random(), new PrintWriter(out), in)
                .run(new PrintWriter(err), all.toArray(String[]::new));
        return new Outcome(exitCode, out.toString(), err.toString());
    }
}
