package io.ringmq.bench.cluster;

import java.util.List;
import java.util.Map;

/** One line about one replica. */
final class NodeStatus {
    /** What to show of a replica's report, in this order, where it has it. */
    private static final List<String> KEYS = List.of(
            "brokerRole",
            "raftTerm",
            "raftCommitIndex",
            "raftAppliedIndex",
            "commitLogMinOffset",
            "commitLogMaxOffset");

    private NodeStatus() {}

    static String describe(LocalCluster cluster, int node, int ring) {
        ClusterSpec spec = cluster.spec();
        StringBuilder line = new StringBuilder(spec.nodeName(node));
        line.append(' ').append(spec.clientAddress(node, ring));
        if (!cluster.isRunning(node)) {
            return line.append(" does not run").toString();
        }
        line.append(" pid ").append(cluster.pid(node));
        Map<String, String> report = cluster.view().runtimeInfo(spec.clientAddress(node, ring));
        if (report.isEmpty()) {
            return line.append(" does not answer").toString();
        }
        for (String key : KEYS) {
            String value = report.get(key);
            if (value != null) {
                line.append(' ').append(key).append('=').append(value);
            }
        }
        return line.toString();
    }
}
