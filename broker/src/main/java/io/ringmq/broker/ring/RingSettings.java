package io.ringmq.broker.ring;

import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.pull.PullLimits;
import io.ringmq.broker.send.SendLimits;
import io.ringmq.broker.topic.AutoCreation;
import io.ringmq.broker.transaction.TransactionSettings;
import io.ringmq.remoting.message.DelayLevels;

/**
 * How a ring behaves on this node.
 *
 * @param autoCreation what may be created on first use; the same on every member
 * @param delayLevels delays of the levels; enters the state, so it must be the same on every member
 * @param offsets when gathered consumer offsets are replicated
 * @param polling how many pulls may wait
 * @param transactions when producers are asked about transactions
 */
public record RingSettings(
        RingIdentity identity,
        AutoCreation autoCreation,
        DelayLevels delayLevels,
        SendLimits send,
        PullLimits pull,
        OffsetCommits.Bounds offsets,
        LongPolling.Bounds polling,
        TransactionSettings transactions) {}
