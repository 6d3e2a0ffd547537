package io.ringmq.broker.pull;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.queue.QueueEntry;
import java.util.List;

/**
 * Which replica a consumer should pull from next: the leader, unless it reads far behind the end of the log. Old
 * messages come from disk, and a follower can spare that better.
 */
public final class ReplicaHint {
    private final RingIdentity identity;
    private final Proposals proposals;
    private final CommitLog log;
    private final long farBehindBytes;

    public ReplicaHint(RingIdentity identity, Proposals proposals, CommitLog log, long farBehindBytes) {
        this.identity = identity;
        this.proposals = proposals;
        this.log = log;
        this.farBehindBytes = farBehindBytes;
    }

    long suggestedBrokerId(QueueReader.Found found) {
        List<QueueEntry> entries = found.entries();
        if (entries.isEmpty()) {
            return RingIdentity.LEADER_ID;
        }
        long behindBytes = log.endOffset() - entries.get(entries.size() - 1).physicalOffset();
        if (behindBytes <= farBehindBytes) {
            return RingIdentity.LEADER_ID;
        }
        return proposals.isLeader() ? identity.nextFollowerId() : identity.followerId();
    }
}
