package io.ringmq.bench.cluster;

import java.util.Arrays;
import java.util.List;

/**
 * Where the processes of a cluster run.
 *
 * @param namesrvHost address of the nameserver, which this process must reach, too
 * @param nodeHosts address of each node; empty if all are on loopback
 * @param launcher words before the command line of a node, {@code {node}} standing for its name; empty for none
 */
public record Placement(String namesrvHost, List<String> nodeHosts, String launcher) {
    private static final String LOCALHOST = "127.0.0.1";

    /** Everything on loopback. */
    public static final Placement LOOPBACK = new Placement(LOCALHOST, List.of(), "");

    public Placement {
        nodeHosts = List.copyOf(nodeHosts);
    }

    String hostOf(int node) {
        return nodeHosts.isEmpty() ? LOCALHOST : nodeHosts.get(node);
    }

    List<String> launcherOf(String nodeName) {
        return launcher.isEmpty()
                ? List.of()
                : Arrays.asList(launcher.replace("{node}", nodeName).split(" "));
    }
}
