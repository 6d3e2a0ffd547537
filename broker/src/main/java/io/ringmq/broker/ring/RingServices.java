package io.ringmq.broker.ring;

import io.ringmq.broker.group.Membership;
import io.ringmq.broker.lock.LockExpiry;
import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.topic.RouteAnnouncement;
import io.ringmq.broker.topic.TopicTable;
import io.ringmq.broker.transaction.TransactionService;
import io.ringmq.broker.verify.Verification;

/** What the handlers of a ring share with its other parts; only {@link RingHandlers} takes it apart. */
record RingServices(
        Proposals proposals,
        MessageRecords records,
        StoredMessages stored,
        TopicTable topics,
        LongPolling polling,
        Membership membership,
        RouteAnnouncement routes,
        Verification verification,
        OffsetCommits commits,
        LockExpiry locks,
        Popping popping,
        TransactionService transactions) {}
