package io.ringmq.chaos.fault;

import io.ringmq.bench.cluster.ClusterSpec;
import io.ringmq.bench.cluster.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network namespace for each node and a bridge between them. This process and the nameserver stay where they are and
 * have an address on the bridge.
 *
 * <pre>
 *   n0: eth0 10.213.N.11 --+
 *   n1: eth0 10.213.N.12 --+-- bridge, 10.213.N.1, this process
 *   n2: eth0 10.213.N.13 --+
 * </pre>
 *
 * A direction is cut by a neighbour entry with a hardware address that nobody has: what is sent there vanishes without
 * notice, as behind a failing switch, and the other direction works on. Needs Linux, root, and ip(8).
 */
public final class Namespaces implements AutoCloseable {
    /** The end of a direction that is this process, with the nameserver and all clients. */
    static final int CLIENTS = -1;

    private static final String NOBODY = "02:00:00:00:de:ad";
    private static final int SUBNETS = 250;

    private final int number;

    private Namespaces(int number) {
        this.number = number;
    }

    /** Why this machine can not have namespaces; empty if it can. */
    public static Optional<String> reasonUnavailable() {
        return Tool.reasonUnusable("ip", "nsenter");
    }

    /**
     * Makes the namespaces, with a subnet of their own for every process that makes some.
     *
     * @throws IllegalStateException if the kernel refuses, with what ip(8) says
     */
    public static Namespaces create() {
        Namespaces made = new Namespaces((int) (ProcessHandle.current().pid() % SUBNETS));
        Runtime.getRuntime().addShutdownHook(new Thread(made::close));
        made.close();
        Tool.run("ip", "link", "add", made.bridge(), "type", "bridge");
        Tool.run("ip", "addr", "add", made.address(CLIENTS) + "/24", "dev", made.bridge());
        Tool.run("ip", "link", "set", made.bridge(), "up");
        made.nodes().forEach(made::createNode);
        return made;
    }

    private void createNode(int node) {
        String namespace = namespace(node);
        Tool.run("ip", "netns", "add", namespace);
        Tool.run("ip", "link", "add", link(node), "type", "veth", "peer", "name", "eth0", "netns", namespace);
        Tool.run("ip", "link", "set", link(node), "master", bridge(), "up");
        Tool.run("ip", "-n", namespace, "addr", "add", address(node) + "/24", "dev", "eth0");
        Tool.run("ip", "-n", namespace, "link", "set", "eth0", "up");
        Tool.run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    /** Where the processes of a cluster are to run to be in these namespaces. */
    public Placement placement() {
        // Not `ip netns exec`: it would also hide the unmounting of disks from the process.
        return new Placement(
                address(CLIENTS),
                nodes().stream().map(this::address).toList(),
                "nsenter --net=/run/netns/" + namespace("{node}"));
    }

    /** Lets nothing more pass from one end to another; either may be {@link #CLIENTS}. */
    void cut(int from, int to) {
        String device = from == CLIENTS ? bridge() : "eth0";
        List<String> command = new ArrayList<>(List.of("ip"));
        if (from != CLIENTS) {
            command.addAll(List.of("-n", namespace(from)));
        }
        command.addAll(List.of("neigh", "replace", address(to), "lladdr", NOBODY, "dev", device, "nud", "permanent"));
        Tool.run(command.toArray(String[]::new));
    }

    /** Lets everything pass again. */
    void heal() {
        Tool.run("ip", "neigh", "flush", "dev", bridge(), "nud", "all");
        nodes().forEach(node -> Tool.run("ip", "-n", namespace(node), "neigh", "flush", "dev", "eth0", "nud", "all"));
    }

    private List<Integer> nodes() {
        return IntStream.range(0, ClusterSpec.NODES).boxed().toList();
    }

    private String address(int node) {
        return "10.213." + number + "." + (node == CLIENTS ? 1 : 11 + node);
    }

    private String namespace(int node) {
        return namespace("n" + node);
    }

    private String namespace(String nodeName) {
        return "rmq" + number + "-" + nodeName;
    }

    private String link(int node) {
        return "rmq" + number + "v" + node;
    }

    private String bridge() {
        return "rmq" + number + "br";
    }

    /** Removes what is there of it. Idempotent. */
    @Override
    public void close() {
        nodes().forEach(node -> Tool.succeeds("ip", "link", "del", link(node)));
        nodes().forEach(node -> Tool.succeeds("ip", "netns", "del", namespace(node)));
        Tool.succeeds("ip", "link", "del", bridge());
    }
}
