package io.ringmq.admin.member;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.remoting.body.ReplicaStatusBody.PeerView;
import io.ringmq.remoting.header.ChangeMembersHeader;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Changes the members of rings. Every call looks at the ring first and goes on from what it finds, so that one that was
 * interrupted can be repeated; it waits while the ring has no leader, is busy, or a new member is behind.
 */
public final class MemberChanges {
    /** Half of what a leader lets pass, so that the request is rarely refused. */
    private static final long CLOSE_ENTRIES = 500;

    private static final long CLOSE_BYTES = 8 << 20;
    private static final double MIB = 1 << 20;

    private final AdminClient admin;
    private final Patience patience;
    private final Consumer<String> progress;

    /** @param progress told, in lines for the operator, what is done and waited for */
    public MemberChanges(AdminClient admin, Patience patience, Consumer<String> progress) {
        this.admin = admin;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Makes a node a learner of a ring, if it is no member yet.
     *
     * @param node its Raft address
     * @throws AdminException if it cannot be, saying why
     */
    public void addLearner(String ring, String node) {
        until(ring, found -> {
            if (found.isMember(node)) {
                progress.accept(ring + ": " + node + " is a " + (found.isVoter(node) ? "voter" : "learner"));
                return true;
            }
            admin.changeMembers(found, ChangeMembersHeader.ADD_LEARNER, node);
            return false;
        });
    }

    /** Gives a learner a vote as soon as it has caught up; parameters and exception as for {@link #addLearner}. */
    public void promote(String ring, String node) {
        until(ring, found -> {
            if (!found.isMember(node)) {
                throw new AdminException("ring " + ring + " has no member " + node + "; add it first");
            }
            return promoteIfClose(found, node);
        });
    }

    /** Makes a node a learner and, when it has caught up, a voter; parameters and exception as for {@link #addLearner}. */
    public void add(String ring, String node) {
        until(ring, found -> {
            if (found.isMember(node)) {
                return promoteIfClose(found, node);
            }
            admin.changeMembers(found, ChangeMembersHeader.ADD_LEARNER, node);
            progress.accept(ring + ": " + node + " is a learner");
            return false;
        });
    }

    /** Removes a member, if it is one; parameters and exception as for {@link #addLearner}. */
    public void remove(String ring, String node) {
        until(ring, found -> {
            if (!found.isMember(node)) {
                progress.accept(ring + ": " + node + " is no member");
                return true;
            }
            admin.changeMembers(found, ChangeMembersHeader.REMOVE, node);
            return false;
        });
    }

    private boolean promoteIfClose(Ring ring, String node) {
        if (ring.isVoter(node)) {
            progress.accept(ring.name() + ": " + node + " is a voter");
            return true;
        }
        PeerView learner = ring.peer(node).orElseThrow();
        if (learner.matchIndex() > 0 && learner.lagEntries() <= CLOSE_ENTRIES && learner.lagBytes() <= CLOSE_BYTES) {
            admin.changeMembers(ring, ChangeMembersHeader.PROMOTE, node);
        } else {
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s: %s lacks %d entries, %.1f MiB",
                    ring.name(),
                    node,
                    learner.lagEntries(),
                    learner.lagBytes() / MIB));
        }
        return false;
    }

    /**
     * Adds a node as {@link #add} does, then removes another one; nothing if that is no member.
     *
     * @param old Raft address of the node that goes
     * @param successor Raft address of the node that comes
     */
    public void replace(String ring, String old, String successor) {
        until(ring, found -> {
            if (!found.isMember(old)) {
                progress.accept(ring + ": " + old + " is no member");
                return true;
            }
            if (!found.isVoter(successor)) {
                add(ring, successor);
            } else {
                remove(ring, old);
            }
            return false;
        });
    }

    /** Takes steps until one says that nothing is left to do. */
    private void until(String ring, Predicate<Ring> step) {
        String waitingFor = "the change was not seen to its end";
        while (true) {
            try {
                if (step.test(admin.ring(ring))) {
                    return;
                }
            } catch (AdminException e) {
                if (!e.isTemporary()) {
                    throw e;
                }
                waitingFor = String.valueOf(e.getMessage());
                progress.accept(ring + ": waiting: " + waitingFor);
            }
            if (!patience.waitsOn()) {
                throw new AdminException("gave up; repeat the command to go on where it stopped. " + waitingFor);
            }
        }
    }
}
