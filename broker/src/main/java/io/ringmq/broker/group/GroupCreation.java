package io.ringmq.broker.group;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates what a consumer group needs when its first consumer appears: its configuration, where groups may be created
 * on first use, and its retry topic. Only the leader does; on followers the group arrives through the log.
 */
final class GroupCreation {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCreation.class);

    private final Proposals proposals;
    private final RingView view;
    private final TopicSource topics;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    GroupCreation(Proposals proposals, RingView view, TopicSource topics) {
        this.proposals = proposals;
        this.view = view;
        this.topics = topics;
    }

    /** Proposes what is missing, without waiting; a failure is made up for by the next heartbeat. */
    void ensure(String group) {
        if (!proposals.isLeader() || GroupNames.reasonInvalid(group) != null) {
            return;
        }
        List<ProposedRecord> missing = missing(group);
        if (!missing.isEmpty() && underWay.add(group)) {
            proposals.propose(missing, new Outcome(group));
        }
    }

    private List<ProposedRecord> missing(String group) {
        GroupConfig config = topics.group(group);
        if (config == null) {
            return List.of();
        }
        List<ProposedRecord> missing = new ArrayList<>();
        if (view.group(group) == null) {
            missing.add(Records.putGroup(config, true));
        }
        missing.addAll(topics.internal(TopicNames.retry(group), Math.max(1, config.retryQueues()))
                .creations());
        return missing;
    }

    private final class Outcome implements ProposalCallback {
        private final String group;

        Outcome(String group) {
            this.group = group;
        }

        @Override
        public void applied(List<@Nullable Object> results) {
            underWay.remove(group);
        }

        @Override
        public void rejected(ProposalException cause) {
            unknown(cause);
        }

        @Override
        public void unknown(ProposalException cause) {
            underWay.remove(group);
            LOG.warn("consumer group {} is not created yet: {}", group, cause.getMessage());
        }
    }
}
