package io.ringmq.broker.delay;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.OffsetCondition;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.store.commitlog.OffsetRemovedException;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The head of one level's queue: what is due there, as records that deliver it and move the progress. */
final class DueMessages implements DueWork.Source {
    private static final Logger LOG = LoggerFactory.getLogger(DueMessages.class);
    private static final long NOTHING_WAITS = Long.MAX_VALUE;
    private static final DueWork.Round NOTHING_DUE = new DueWork.Round(List.of(), results -> {});
    private static final int MAX_MESSAGES = 128;
    private static final int MAX_BYTES = 256 << 10;

    private final RingView view;
    private final StoredMessages stored;
    private final MessageRecords records;
    private final int queueId;
    private volatile long nextDueMs = NOTHING_WAITS;

    DueMessages(RingView view, StoredMessages stored, MessageRecords records, int queueId) {
        this.view = view;
        this.stored = stored;
        this.records = records;
        this.queueId = queueId;
    }

    @Override
    public long earliestMs() {
        return nextDueMs;
    }

    @Override
    public DueWork.Round look(long nowMs) {
        long committed = committed();
        long from = firstLeft(committed);
        List<QueueEntry> entries = view.read(SystemTopics.SCHEDULE, queueId, from, MAX_MESSAGES);
        nextDueMs = entries.isEmpty() ? NOTHING_WAITS : dueMs(entries.get(0));
        List<QueueEntry> due = due(entries, nowMs);
        if (due.isEmpty()) {
            return NOTHING_DUE;
        }
        List<ProposedRecord> messages;
        try {
            messages = deliveries(due);
        } catch (OffsetRemovedException e) {
            LOG.debug("{} begins further on by now, it is looked at again", this, e);
            return NOTHING_DUE;
        }
        reportRemoved(committed, from);
        List<ProposedRecord> proposed = new ArrayList<>(messages.size() + 1);
        proposed.add(Records.condition(new OffsetCondition(
                SystemTopics.SCHEDULE_GROUP,
                SystemTopics.SCHEDULE,
                queueId,
                committed,
                from + due.size(),
                messages.size())));
        proposed.addAll(messages);
        return new DueWork.Round(proposed, DueMessages::reportRejected);
    }

    /** The physical offset of the first message that waits; {@link Long#MAX_VALUE} if none does. */
    long waitingFrom() {
        List<QueueEntry> first = view.read(SystemTopics.SCHEDULE, queueId, firstLeft(committed()), 1);
        return first.isEmpty() ? Long.MAX_VALUE : first.get(0).physicalOffset();
    }

    private long committed() {
        return view.committedOffset(SystemTopics.SCHEDULE_GROUP, SystemTopics.SCHEDULE, queueId);
    }

    private long firstLeft(long committed) {
        return Math.max(committed, view.minOffset(SystemTopics.SCHEDULE, queueId));
    }

    private List<ProposedRecord> deliveries(List<QueueEntry> due) {
        List<ProposedRecord> messages = new ArrayList<>();
        for (WireMessage message : MessageLayout.readAll(stored.read(due))) {
            ProposedRecord delivery = delivery(message);
            if (delivery != null) {
                messages.add(delivery);
            }
        }
        return messages;
    }

    private void reportRemoved(long committed, long from) {
        long removed = from - Math.max(0, committed);
        if (removed > 0) {
            LOG.warn("{} delayed messages of {} were deleted by retention before they were delivered", removed, this);
        }
    }

    private static List<QueueEntry> due(List<QueueEntry> entries, long nowMs) {
        int bytes = 0;
        int count = 0;
        for (QueueEntry entry : entries) {
            bytes += entry.sizeBytes();
            if (dueMs(entry) > nowMs || (count > 0 && bytes > MAX_BYTES)) {
                break;
            }
            count++;
        }
        return entries.subList(0, count);
    }

    /** In the schedule topic the index holds the delivery time in place of the tag's hash. */
    private static long dueMs(QueueEntry entry) {
        return entry.tagHash();
    }

    private @Nullable ProposedRecord delivery(WireMessage message) {
        String topic = MessageProperties.find(message.properties(), PropertyNames.REAL_TOPIC);
        String queue = MessageProperties.find(message.properties(), PropertyNames.REAL_QID);
        if (topic == null || queue == null || !queue.matches("[0-9]{1,9}")) {
            LOG.warn("the delayed message at {} does not tell where it goes and is skipped", message.physicalOffset());
            return null;
        }
        return records.of(message.withTopic(topic)
                .withQueueId(Integer.parseInt(queue))
                .withProperties(MessageProperties.without(message.properties(), PropertyNames.DELAY)));
    }

    /** Messages whose topic was deleted while they waited are gone with it. */
    private static void reportRejected(List<@Nullable Object> results) {
        for (Object result : results) {
            if (result instanceof ApplyResult.Rejected rejected) {
                LOG.warn("a delayed message could not be delivered: {}", rejected.detail());
            }
        }
    }

    @Override
    public String toString() {
        return "queue " + queueId + " of " + SystemTopics.SCHEDULE;
    }
}
