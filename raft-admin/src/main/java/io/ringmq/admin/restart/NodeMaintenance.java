package io.ringmq.admin.restart;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Node;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.admin.member.Patience;
import io.ringmq.admin.plan.Downtime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Puts nodes into maintenance and takes them out of it. */
public final class NodeMaintenance {
    private static final int REFUSING_LOOKS = 10;

    private final AdminClient admin;
    private final Supplier<Patience> patience;
    private final Waiting waiting;
    private final Consumer<String> progress;

    /**
     * @param patience gives each wait its own
     * @param progress told, in lines for the operator, what is done and waited for
     */
    public NodeMaintenance(AdminClient admin, Supplier<Patience> patience, Consumer<String> progress) {
        this.admin = admin;
        this.patience = patience;
        this.waiting = new Waiting(admin, patience, progress);
        this.progress = progress;
    }

    /**
     * Puts a node into maintenance and returns when it leads nothing. What stands against it has to be there for some
     * seconds to count.
     *
     * @param name node id or Raft address
     * @param force whether to do it even if a ring may be left without a leader
     * @throws AdminException if it was not done, saying why
     */
    public void begin(String name, boolean force) {
        List<Ring> rings = admin.rings();
        Node node = Node.find(rings, name);
        List<String> reasons = Downtime.againstMaintenance(rings, node);
        Patience patient = patience.get();
        for (int looks = 1; !reasons.isEmpty() && !force && looks < REFUSING_LOOKS && patient.waitsOn(); looks++) {
            reasons = Downtime.againstMaintenance(admin.rings(), node);
        }
        if (!reasons.isEmpty() && !force) {
            throw new AdminException(node.id() + " was not put into maintenance: " + String.join("; ", reasons)
                    + ". Mend that first, or use --force");
        }
        reasons.forEach(reason -> progress.accept("in spite of this: " + reason));
        enter(node, reasons.isEmpty());
    }

    /** Puts a node into maintenance without a look at what stands against it; waits, if it shall, until it leads nothing. */
    void enter(Node node, boolean waits) {
        set(node.id(), true);
        if (waits) {
            waiting.until("other leaders than " + node.id(), now -> leftToHandOver(now, node.id()));
        }
        progress.accept(node.id() + " is in maintenance");
    }

    private static List<String> leftToHandOver(List<Ring> rings, String id) {
        List<String> left = new ArrayList<>();
        for (Ring ring : rings) {
            if (ring.leader().isEmpty()) {
                left.add(ring.name() + " has no leader that answers");
            }
        }
        Node.find(rings, id).leads().forEach(ring -> left.add(id + " leads " + ring));
        return left;
    }

    /**
     * Ends the maintenance of a node.
     *
     * @param name node id or Raft address
     * @throws AdminException if it was not done, saying why
     */
    public void end(String name) {
        set(name, false);
        progress.accept(name + " is not in maintenance");
    }

    private void set(String name, boolean on) {
        waiting.until(name + " to take the request", rings -> {
            admin.setMaintenance(Node.find(rings, name).clientAddress(), on);
            return List.of();
        });
    }
}
