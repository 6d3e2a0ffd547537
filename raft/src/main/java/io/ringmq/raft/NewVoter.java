package io.ringmq.raft;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.core.State;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a learner that has become a voter stand for election when its leader dies.
 *
 * <p>JRaft starts a node's election timer when the node steps down, unless it is a learner then, and promotion is no
 * such occasion. A ring whose voters were all learners once would never elect again. So the new voter votes for the node
 * that leads its term already: that vote changes nothing for anybody else, and stepping down comes with it.
 */
final class NewVoter {

    private static final Logger LOG = LoggerFactory.getLogger(NewVoter.class);

    private final NodeImpl node;
    private final PeerId self;
    private final LongSupplier term;

    NewVoter(NodeImpl node, RaftPeer self, LongSupplier term) {
        this.node = node;
        this.self = Peers.peerId(self);
        this.term = term;
    }

    /** To be called after a change of voters, not on the apply thread. */
    void votersChanged() {
        // In this order: with a newer term than this one JRaft ignores the vote.
        long currentTerm = term.getAsLong();
        PeerId leader = node.getLeaderId();
        Configuration configuration = node.getCurrentConf();
        if (leader == null || leader.isEmpty() || leader.equals(self) || node.getNodeState() != State.STATE_FOLLOWER) {
            return;
        }
        if (configuration == null || !configuration.contains(self)) {
            return;
        }
        LOG.debug("{} votes for {}, which leads in term {}", self, leader, currentTerm);
        node.handleRequestVoteRequest(RequestVoteRequest.newBuilder()
                .setGroupId(node.getGroupId())
                .setServerId(leader.toString())
                .setPeerId(self.toString())
                .setTerm(currentTerm)
                .setLastLogTerm(currentTerm)
                .setLastLogIndex(Long.MAX_VALUE)
                .setPreVote(false)
                .build());
    }
}
