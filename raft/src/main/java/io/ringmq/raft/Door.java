package io.ringmq.raft;

import com.alipay.sofa.jraft.core.NodeImpl;
import io.ringmq.raft.rpc.GroupDoor;
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
        return new PeerView(admission.origin(), standing());
    }

    private Standing standing() {
        // The term comes first: a leader is never taken for one of a term that it does not lead in.
        long currentTerm = term.getAsLong();
        boolean leads = node.isLeader();
        return new Standing(
                currentTerm,
                leads && term.getAsLong() == currentTerm,
                lastIndex(),
                doubt.doubt(),
                doubt.votes() && fitness.reason() == null);
    }

    private long lastIndex() {
        try {
            return node.getLastLogIndex();
        } catch (IllegalStateException e) {
            LOG.debug("{} is not running", node, e);
            return 0;
        }
    }
}
