package io.ringmq.admin.restart;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Node;
import io.ringmq.admin.member.Patience;
import io.ringmq.admin.plan.Downtime;
import io.ringmq.admin.plan.LeaderSpread;
import io.ringmq.admin.plan.Rebalance;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Restarts nodes one after the other. Each is put into maintenance first, and the next one has to wait until it is back and
 * has caught up. Stops at the first that is not.
 */
public final class RollingRestart {
    private final AdminClient admin;
    private final NodeMaintenance maintenance;
    private final Waiting waiting;
    private final Supplier<Patience> settling;
    private final Restarter restarter;
    private final Consumer<String> progress;

    /**
     * How long to wait.
     *
     * @param patience gives each wait for the cluster its own
     * @param settling waits until clients know where leaders have gone
     */
    public record Waits(Supplier<Patience> patience, Supplier<Patience> settling) {}

    /** @param progress told, in lines for the operator, what is done and waited for */
    public RollingRestart(AdminClient admin, Restarter restarter, Waits waits, Consumer<String> progress) {
        this.admin = admin;
        this.maintenance = new NodeMaintenance(admin, waits.patience(), progress);
        this.waiting = new Waiting(admin, waits.patience(), progress);
        this.settling = waits.settling();
        this.restarter = restarter;
        this.progress = progress;
    }

    /**
     * Restarts nodes in this order and spreads the leaders afterwards.
     *
     * @throws AdminException if one was not restarted or did not come back, saying how things stand
     */
    public void run(List<Node> nodes) {
        List<Node> left = new ArrayList<>(nodes);
        for (Node node : nodes) {
            try {
                restart(node);
            } catch (AdminException e) {
                throw new AdminException(e.getMessage() + ". " + standing(nodes, left), e);
            }
            left.remove(0);
        }
        spreadLeaders();
    }

    private void spreadLeaders() {
        try {
            for (LeaderSpread.Move move : Rebalance.plan(admin.rings())) {
                progress.accept(move.ring() + ": " + move.from() + " -> " + move.to());
                Rebalance.carryOut(admin, move);
            }
        } catch (AdminException e) {
            throw new AdminException(
                    "all nodes were restarted, but the leaders are not spread: " + e.getMessage()
                            + "; that is left to raft-admin rebalance-leaders",
                    e);
        }
    }

    private static String standing(List<Node> nodes, List<Node> left) {
        String done = ids(nodes.subList(0, nodes.size() - left.size()));
        String current = left.get(0).id();
        return "Restarted before: " + (done.isEmpty() ? "none" : done) + ". " + current
                + " may be in maintenance, as status tells; nothing was done to the others. When this is mended, go on with --nodes "
                + ids(left) + ", or end it with raft-admin maintenance off " + current;
    }

    private static String ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).collect(Collectors.joining(","));
    }

    private void restart(Node node) {
        AtomicReference<Node> before = new AtomicReference<>(node);
        waiting.until("the rings of " + node.id() + " to be whole", rings -> {
            Node now = Node.find(rings, node.id());
            before.set(now);
            return Downtime.beforeRestart(rings, now);
        });
        maintenance.enter(node, true);
        Node last = Objects.requireNonNull(before.get());
        settle();
        restarter.restart(last);
        waiting.until(node.id() + " to be back", rings -> Downtime.afterRestart(rings, last));
        maintenance.end(node.id());
        progress.accept(node.id() + " was restarted");
    }

    /**
     * Clients that have not asked a nameserver since the hand-over send to this node first and to a follower next. Were the
     * last node that was restarted that follower, and this one down now, both could fail them within milliseconds. A node
     * that leads nothing may be that follower itself, with sends on their way to it.
     */
    private void settle() {
        progress.accept("waiting until clients have asked a nameserver where to send");
        Patience patient = settling.get();
        boolean waits = patient.waitsOn();
        while (waits) {
            waits = patient.waitsOn();
        }
    }
}
