package io.ringmq.broker.ring;

import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.LeaderAddress;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.time.Timer;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import io.ringmq.raft.RaftGroup;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a new leader writes first: where clients reach it, and the topics and groups every ring has. */
final class Announcement {
    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);
    private static final long RETRY_MS = 100;

    private final RaftGroup group;
    private final CatalogView catalog;
    private final RingSettings settings;
    private final Timer timer;

    Announcement(RaftGroup group, CatalogView catalog, RingSettings settings, Timer timer) {
        this.group = group;
        this.catalog = catalog;
        this.settings = settings;
        this.timer = timer;
    }

    /** Proposes it, again until it is applied or the term is over. */
    void announce(long term) {
        if (!group.isLeader() || group.term() != term) {
            return;
        }
        ProposalCallback untilApplied = new ProposalCallback() {
            @Override
            public void applied(List<@Nullable Object> results) {
                LOG.debug("ring {}: announced the leader of term {}", group.name(), term);
            }

            @Override
            public void rejected(ProposalException cause) {
                retry(term);
            }

            @Override
            public void unknown(ProposalException cause) {
                retry(term);
            }
        };
        group.propose(records(term), untilApplied, Runnable::run);
    }

    private void retry(long term) {
        Timer.Timeout unused = timer.after(RETRY_MS, () -> announce(term));
    }

    private List<ProposedRecord> records(long term) {
        RingIdentity identity = settings.identity();
        List<ProposedRecord> records = new ArrayList<>();
        records.add(Records.leaderAddress(new LeaderAddress(
                term, identity.address().getHostString(), identity.address().getPort(), identity.nodeId())));
        for (TopicConfig topic : topics(identity)) {
            if (catalog.topic(topic.name()) == null) {
                records.add(Records.putTopic(topic, true));
            }
        }
        SystemTopics.groups().stream()
                .filter(config -> catalog.group(config.name()) == null)
                .forEach(config -> records.add(Records.putGroup(config, true)));
        return records;
    }

    private List<TopicConfig> topics(RingIdentity identity) {
        List<TopicConfig> topics = new ArrayList<>(SystemTopics.topics(
                identity.clusterName(),
                identity.ringName(),
                settings.delayLevels().maxLevel()));
        if (settings.autoCreation().topics()) {
            topics.add(SystemTopics.autoCreate(settings.autoCreation().defaultQueues()));
        }
        return topics;
    }
}
