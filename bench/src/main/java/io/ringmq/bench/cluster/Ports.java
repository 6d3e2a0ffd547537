package io.ringmq.bench.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Finds out which TCP ports of loopback are free. */
public final class Ports {
    private static final int SEARCH_FROM = 20_000;
    private static final int SEARCH_STEP = 1_000;
    private static final int SEARCH_TO = 60_000;
    private static final int LAYOUTS_FROM = 12_000;
    private static final int LAYOUTS = 80;
    private static final int LAYOUT_STEP = 100;

    private Ports() {}

    /** @throws PortInUseException for the first port of the named processes that is taken */
    static void requireFree(ClusterSpec spec, Collection<String> processes) {
        if (processes.contains("namesrv")) {
            requireFree(spec.namesrvPort(), "nameserver", "--namesrv-port");
        }
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            String name = spec.nodeName(node);
            if (processes.contains(name)) {
                requireFree(spec.raftPort(node), "Raft of " + name, "--base-port");
                for (int ring = 0; ring < spec.rings(); ring++) {
                    requireFree(
                            spec.clientPort(node, ring),
                            name + " for clients of " + spec.ringName(ring),
                            "--base-port");
                }
            }
        }
    }

    /** The spec itself if all its ports are free, else a copy with ports that are. */
    public static ClusterSpec free(ClusterSpec spec) {
        ClusterSpec candidate = spec;
        for (int base = SEARCH_FROM; base < SEARCH_TO; base += SEARCH_STEP) {
            if (allFree(candidate)) {
                return candidate;
            }
            candidate = spec.withPorts(base + SEARCH_STEP - 1, base);
        }
        throw new IllegalStateException("found no free ports between " + SEARCH_FROM + " and " + SEARCH_TO);
    }

    /**
     * A base for which all ports of a layout are free, apart from those of clusters here and from those that Linux gives
     * to outgoing connections. Where the search starts depends on this process, so that two which search at the same
     * time do not find the same.
     *
     * @param layout the ports that go with a base; all lie within the hundred above it
     */
    public static int freeBase(IntFunction<List<Integer>> layout) {
        int start = (int) (ProcessHandle.current().pid() % LAYOUTS);
        return IntStream.range(start, start + LAYOUTS)
                .map(slot -> LAYOUTS_FROM + slot % LAYOUTS * LAYOUT_STEP)
                .filter(base -> layout.apply(base).stream().allMatch(Ports::isFree))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("found no free ports between " + LAYOUTS_FROM + " and "
                        + (LAYOUTS_FROM + LAYOUTS * LAYOUT_STEP)));
    }

    private static boolean allFree(ClusterSpec spec) {
        boolean free = isFree(spec.namesrvPort());
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            free &= isFree(spec.raftPort(node));
            for (int ring = 0; ring < spec.rings(); ring++) {
                free &= isFree(spec.clientPort(node, ring));
            }
        }
        return free;
    }

    private static void requireFree(int port, String user, String option) {
        if (!isFree(port)) {
            throw new PortInUseException(port, user, option);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
