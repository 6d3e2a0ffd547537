package io.ringmq.raft;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.core.State;
import io.ringmq.raft.watch.Fitness;
import io.ringmq.raft.watch.LeaderWatch;
import io.ringmq.raft.watch.LeaderWatch.Advice;
import io.ringmq.raft.watch.LeaderWatch.Sight;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a group from time to time, and does what the {@link LeaderWatch} and the node's {@link Fitness} advise. */
final class GroupWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWatch.class);

    private final JRaftGroup group;
    private final NodeImpl node;
    private final GroupFiles files;
    private final Parts parts;
    private final LongSupplier nanoClock;

    /** What advises, and what carries it out. */
    record Parts(LeaderWatch watch, Fitness fitness, Succession succession) {}

    GroupWatch(JRaftGroup group, NodeImpl node, GroupFiles files, Parts parts, LongSupplier nanoClock) {
        this.group = group;
        this.node = node;
        this.files = files;
        this.parts = parts;
        this.nanoClock = nanoClock;
    }

    /** One look. A failure is logged, and the next look is taken all the same. */
    @Override
    public void run() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("Group {}: the watch failed", group.name(), e);
        }
    }

    private void look() {
        RaftStatus.Progress progress = group.status().progress();
        Sight sight = new Sight(
                TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong()),
                leads() ? group.term() : 0,
                progress.pendingBytes(),
                progress.committedIndex(),
                progress.appliedIndex(),
                files.diskWaitMs());
        Advice advice = parts.watch.look(sight);
        if (advice != Advice.GO_ON) {
            LOG.warn("Group {}: the watch of the leader saw {} and advises {}", group.name(), sight, advice);
            parts.fitness.stalled(sight.nowMs());
        }
        parts.fitness.look(sight.nowMs(), sight.writeMs(), group.leader() != null);
        if (advice == Advice.STOP) {
            group.fail(new RaftException("group " + group.name() + ": this node leads and makes no progress (" + sight
                    + "), and nobody has taken over"));
        } else if (sight.leadingTerm() != 0
                && (advice == Advice.HAND_OVER || parts.fitness.handOverDue(sight.nowMs()))) {
            parts.succession.handOver(String.valueOf(parts.fitness.reason()));
        }
    }

    /** A leader that is handing over has not been relieved yet. */
    private boolean leads() {
        State state = node.getNodeState();
        return state == State.STATE_LEADER || state == State.STATE_TRANSFERRING;
    }
}
