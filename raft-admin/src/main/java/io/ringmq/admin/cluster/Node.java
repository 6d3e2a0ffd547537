package io.ringmq.admin.cluster;

import io.ringmq.remoting.body.ReplicaStatusBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A node of a cluster that answers.
 *
 * @param id its node id
 * @param raftAddress host:port of its Raft server
 * @param clientAddress where one of its rings serves clients
 * @param startedMs when its process was started, by its own clock
 * @param maintenance whether it is in maintenance
 * @param leads the rings it leads
 */
public record Node(
        String id, String raftAddress, String clientAddress, long startedMs, boolean maintenance, List<String> leads) {
    public Node {
        leads = List.copyOf(leads);
    }

    /** The nodes that answer for at least one of some rings, in the order of their ids. */
    public static List<Node> of(List<Ring> rings) {
        Map<String, Node> nodes = new TreeMap<>();
        for (Ring ring : rings) {
            for (Replica replica : ring.replicas()) {
                ReplicaStatusBody status = replica.status();
                if (status != null) {
                    boolean leads = ring.leader().filter(replica::equals).isPresent();
                    nodes.merge(
                            status.nodeId(),
                            of(replica.address(), status, leads ? List.of(ring.name()) : List.of()),
                            Node::together);
                }
            }
        }
        return List.copyOf(nodes.values());
    }

    private static Node of(String clientAddress, ReplicaStatusBody status, List<String> leads) {
        return new Node(
                status.nodeId(),
                status.raft().self(),
                clientAddress,
                status.node().startedMs(),
                status.node().maintenance(),
                leads);
    }

    private Node together(Node other) {
        List<String> all = new ArrayList<>(leads);
        all.addAll(other.leads);
        return new Node(id, raftAddress, clientAddress, startedMs, maintenance, all);
    }

    /**
     * One of the nodes of some rings.
     *
     * @param name its id, or its Raft address
     * @throws AdminException if no such node answers, naming those that do
     */
    public static Node find(List<Ring> rings, String name) {
        List<Node> nodes = of(rings);
        return nodes.stream()
                .filter(node -> node.id.equals(name) || node.raftAddress.equals(name))
                .findFirst()
                .orElseThrow(() -> AdminException.temporary(
                        "no node '" + name + "' answers; those that do: "
                                + nodes.stream().map(Node::id).toList(),
                        null));
    }

    /** The host of its Raft server. */
    public String host() {
        return raftAddress.substring(0, colon());
    }

    /** The port of its Raft server. */
    public String port() {
        return raftAddress.substring(colon() + 1);
    }

    private int colon() {
        return Objects.checkIndex(raftAddress.lastIndexOf(':'), raftAddress.length());
    }
}
