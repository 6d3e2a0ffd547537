package io.ringmq.broker.pop;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.state.PopBatch;
import io.ringmq.broker.state.PopRecords;
import io.ringmq.broker.state.PopRevival;
import io.ringmq.broker.state.PopView.PoppedMessages;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.store.commitlog.OffsetRemovedException;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the records that deliver popped messages again: for each the end of its flight and, on condition of that, its
 * copy in the retry topic of group and topic, or in the group's dead-letter topic after its last attempt.
 */
public final class RevivedMessages {
    private static final Logger LOG = LoggerFactory.getLogger(RevivedMessages.class);

    private static final int MAX_BYTES = 256 << 10;
    private static final int QUEUES = 1;

    private final RingView view;
    private final StoredMessages stored;
    private final MessageRecords records;
    private final TopicSource topics;

    public RevivedMessages(RingView view, StoredMessages stored, MessageRecords records, TopicSource topics) {
        this.view = view;
        this.stored = stored;
        this.records = records;
        this.topics = topics;
    }

    /** The records for the first of these messages, as many as fit into one proposal. */
    List<ProposedRecord> records(List<PoppedMessages> due) {
        List<ProposedRecord> proposed = new ArrayList<>();
        int bytes = 0;
        for (PoppedMessages batch : due) {
            for (long offset : batch.offsets()) {
                if (bytes > MAX_BYTES) {
                    return proposed;
                }
                WireMessage message = read(batch.batch().queue(), offset);
                if (message == null) {
                    proposed.add(givenUp(batch.batch(), offset));
                } else {
                    revive(batch, message, proposed);
                    bytes += message.body().remaining() + message.properties().length();
                }
            }
        }
        return proposed;
    }

    private @Nullable WireMessage read(GroupQueue queue, long offset) {
        List<QueueEntry> entry = view.read(queue.topic(), queue.queueId(), offset, 1);
        if (entry.isEmpty()) {
            return null;
        }
        try {
            return MessageLayout.read(stored.read(entry));
        } catch (OffsetRemovedException e) {
            LOG.debug("message {} of {} has just been deleted", offset, queue, e);
            return null;
        }
    }

    private static ProposedRecord givenUp(PopBatch batch, long offset) {
        GroupQueue queue = batch.queue();
        LOG.warn(
                "message {} in queue {} of topic {} was deleted by retention before group {} had consumed it",
                offset,
                queue.queueId(),
                queue.topic(),
                queue.group());
        return PopRecords.revive(new PopRevival(batch, offset, queue.topic(), queue.queueId(), 0));
    }

    private void revive(PoppedMessages due, WireMessage message, List<ProposedRecord> proposed) {
        GroupQueue from = due.batch().queue();
        GroupConfig group = topics.group(from.group());
        int attempts = group == null ? GroupConfig.DEFAULT_MAX_RETRIES : group.maxRetries();
        boolean dead = message.reconsumeTimes() >= attempts;
        String target = dead ? TopicNames.deadLetter(from.group()) : PopTopics.retry(from.group(), from.topic());
        TopicSource.Found topic = topics.internal(target, QUEUES);
        int queueId = (int) (message.queueOffset() % Math.max(1, topic.config().writeQueues()));
        WireMessage copy = message.withTopic(target)
                .withQueueId(queueId)
                .withReconsumeTimes(message.reconsumeTimes() + 1)
                .withProperties(MessageProperties.without(message.properties(), PropertyNames.DELAY));
        proposed.addAll(topic.creations());
        proposed.add(PopRecords.revive(new PopRevival(due.batch(), message.queueOffset(), target, queueId, 1)));
        proposed.add(record(copy, told(copy.properties(), due, message, dead)));
    }

    /** What is told of a message's history is left out where there is no room for it. */
    private ProposedRecord record(WireMessage copy, String properties) {
        try {
            return records.of(copy.withProperties(properties));
        } catch (CommandException e) {
            LOG.debug("the properties of a message in {} are too long for its history", copy.topic(), e);
            return records.of(copy);
        }
    }

    private static String told(String properties, PoppedMessages due, WireMessage message, boolean dead) {
        GroupQueue from = due.batch().queue();
        String told = properties;
        if (MessageProperties.find(told, PropertyNames.FIRST_POP_TIME) == null) {
            told = MessageProperties.with(
                    told,
                    PropertyNames.FIRST_POP_TIME,
                    Long.toString(due.batch().popTimeMs()));
        }
        if (MessageProperties.find(told, PropertyNames.ORIGIN_MESSAGE_ID) == null) {
            told = MessageProperties.with(
                    told,
                    PropertyNames.ORIGIN_MESSAGE_ID,
                    MessageIds.encode(message.storeHost(), message.physicalOffset()));
        }
        told = MessageProperties.with(told, PropertyNames.ORIGIN_GROUP, from.group());
        return dead
                ? MessageProperties.with(
                        told, PropertyNames.RETRY_TOPIC, PopTopics.original(from.group(), from.topic()))
                : told;
    }

    /** Cannot happen, since the guard looks for the target too. */
    void reportRejected(List<@Nullable Object> results) {
        for (Object result : results) {
            if (result instanceof ApplyResult.Rejected rejected) {
                LOG.error("a popped message could not be delivered again: {}", rejected.detail());
            }
        }
    }
}
