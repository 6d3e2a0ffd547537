package io.ringmq.broker.main;

import io.ringmq.broker.config.BrokerConfig;
import io.ringmq.broker.config.NodeSettings;
import io.ringmq.broker.config.RingEndpoint;
import io.ringmq.broker.config.ServiceSettings;
import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.pull.PullLimits;
import io.ringmq.broker.ring.RingSettings;
import io.ringmq.broker.send.SendLimits;
import io.ringmq.broker.topic.AutoCreation;
import io.ringmq.broker.transaction.TransactionSettings;
import io.ringmq.remoting.message.DelayLevels;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What the settings of the node say about one of its rings. */
final class RingSettingsOf {
    private static final int MAX_BATCH_MESSAGES = 10_000;
    private static final long MS_PER_SECOND = 1_000;
    private static final int MAX_PENDING_OFFSETS = 10_000;
    private static final int MAX_LONG_POLLS_PER_QUEUE = 10_000;

    private RingSettingsOf() {}

    /** @throws IOException if the advertised address or the delay levels can not be used */
    static RingSettings config(BrokerConfig config, RingEndpoint endpoint) throws IOException {
        ServiceSettings service = config.service();
        try {
            return new RingSettings(
                    identity(config, endpoint),
                    new AutoCreation(service.autoCreateTopics(), service.defaultQueues(), service.autoCreateGroups()),
                    DelayLevels.parse(service.delayLevels()),
                    new SendLimits(
                            service.maxMessageBytes(), MAX_BATCH_MESSAGES, service.maxDelaySeconds() * MS_PER_SECOND),
                    PullLimits.defaults().withFarBehindBytes(service.consumers().followerReadBytes()),
                    new OffsetCommits.Bounds(service.consumers().offsetCommitIntervalMs(), MAX_PENDING_OFFSETS),
                    new LongPolling.Bounds(
                            MAX_LONG_POLLS_PER_QUEUE, service.consumers().maxLongPolls()),
                    TransactionSettings.everyMs(service.transactionCheckIntervalMs()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the settings of ring " + endpoint.name() + " can not be used: " + e.getMessage(), e);
        }
    }

    private static RingIdentity identity(BrokerConfig config, RingEndpoint endpoint) {
        NodeSettings node = config.node();
        return new RingIdentity(
                node.clusterName(),
                endpoint.name(),
                node.nodeId(),
                new InetSocketAddress(config.network().advertisedAddress(), endpoint.port()));
    }
}
