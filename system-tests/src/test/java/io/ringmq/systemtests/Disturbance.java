package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.LocalCluster;
import java.time.Duration;
import java.util.stream.IntStream;

/** What happens to a ring while clients use it. */
enum Disturbance {
    /** {@code kill -9} of the leader, which stays down until {@link #repair}. */
    LEADER_KILLED {
        @Override
        void strike(LocalCluster cluster) {
            cluster.kill(cluster.leader(0).orElseThrow());
            cluster.awaitLeaders();
        }
    },
    /** An operator hands leadership over. */
    LEADERSHIP_TRANSFERRED {
        @Override
        void strike(LocalCluster cluster) {
            int former = cluster.leader(0).orElseThrow();
            AdminTool.Outcome moved = new AdminTool(cluster).run("transfer-leader", "ring-0");
            assertEquals(0, moved.exitCode(), moved.toString());
            cluster.await()
                    .until("another leader", TIMEOUT, () -> cluster.leader(0).orElse(former) != former);
        }
    },
    /** {@code kill -9} of all nodes, which are started again. */
    ALL_KILLED {
        @Override
        void strike(LocalCluster cluster) {
            IntStream.range(0, ClusterSpec.NODES).forEach(cluster::kill);
            IntStream.range(0, ClusterSpec.NODES).forEach(cluster::launchNode);
            cluster.awaitLeaders();
        }
    };

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Has it happen to the first ring, and waits for a leader. */
    abstract void strike(LocalCluster cluster);

    /** Starts what is down, and waits until the cluster is whole. */
    static void repair(LocalCluster cluster) {
        cluster.deadNodes().forEach(cluster::startNode);
        cluster.awaitLeaders();
        cluster.awaitAllRegistered();
    }
}
