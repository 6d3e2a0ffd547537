package io.ringmq.raft;

import com.alipay.sofa.jraft.core.NodeImpl;
import io.ringmq.raft.rpc.GroupDoor;
import io.ringmq.raft.rpc.Origin;
import io.ringmq.raft.rpc.PeerView;
import io.ringmq.raft.rpc.Standing;
import io.ringmq.raft.watch.Fitness;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a group's node takes part in, put together from those that decide parts of it. */
final class Door implements GroupDoor {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final Admission admission;
    private final DoubtGuard doubt;
    private final Fitness fitness;
    private final NodeImpl node;
    private final LongSupplier term;

    Door(Admission admission, DoubtGuard doubt, Fitness fitness, NodeImpl node, LongSupplier term) {
        this.admission = admission;
        this.doubt = doubt;
        this.fitness = fitness;
        this.node = node;
        this.term = term;
    }

    @Override
    public boolean isOpen() {
        return admission.isOpen();
    }

    @Override
    public boolean votes() {
        return doubt.votes();
    }

    @Override
    public boolean stands() {
        return doubt.stands() && fitness.stands();
    }

    @Override
    public PeerView view() {
        Origin origin = admission.origin();
        return new PeerView(origin, standing(origin));
    }

    // Nothing here takes JRaft's lock, which is held while votes are written, except on a node that leads.
    private Standing standing(Origin origin) {
        // The term comes first: a leader is never taken for one of a term that it does not lead in.
        long currentTerm = term.getAsLong();
        boolean leads = node.isLeader(false) && term.getAsLong() == currentTerm;
        return new Standing(
                currentTerm,
                leads,
                leads ? lastIndex() : origin.lastIndex(),
                doubt.doubt(),
                doubt.votes() && fitness.reason() == null);
    }

    private long lastIndex() {
        try {
            return node.getLastLogIndex();
        } catch (IllegalStateException e) {
            // Closing. Nobody reaches this index by following a node that is gone.
            LOG.debug("{} is not running", node, e);
            return Long.MAX_VALUE;
        }
    }
}
