package io.ringmq.broker.pop;

import io.ringmq.broker.filter.MessageFilter;
import io.ringmq.broker.filter.TagFilter;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.state.OrderedBatch;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.store.commitlog.OffsetRemovedException;
import io.ringmq.store.queue.QueueEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a pop may have. Thread-safe. */
final class PopSelector {
    private static final Logger LOG = LoggerFactory.getLogger(PopSelector.class);

    /** Every so many pops look at redeliveries first, so that neither they nor new messages starve. */
    private static final int REDELIVERIES_FIRST_EVERY = 5;

    /** A group without progress starts at the oldest message if the queue is no older than this; as for pulls. */
    private static final long RECENT_BYTES = 1L << 30;

    private static final int MAX_STEP = 256;

    private final RingView view;
    private final StoredMessages stored;
    private final LongSupplier logEnd;
    private final PopLimits limits;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param logEnd physical offset behind the log */
    PopSelector(RingView view, StoredMessages stored, LongSupplier logEnd, PopLimits limits) {
        this.view = view;
        this.stored = stored;
        this.logEnd = logEnd;
        this.limits = limits;
    }

    PopLimits limits() {
        return limits;
    }

    /**
     * The queues to look at, in an order that differs from call to call.
     *
     * @param order whether messages are wanted in order; then those of retry topics are not, which lost their place
     */
    List<GroupQueue> queues(String group, String topic, int queueId, boolean order) {
        int first = turn.getAndIncrement() & Integer.MAX_VALUE;
        List<GroupQueue> own = queueId >= 0 ? List.of(new GroupQueue(group, topic, queueId)) : all(group, topic, first);
        if (order) {
            return own;
        }
        List<GroupQueue> redelivered = all(group, PopTopics.retry(group, topic), first);
        List<GroupQueue> queues = new ArrayList<>(own.size() + redelivered.size());
        boolean redeliveredFirst = first % REDELIVERIES_FIRST_EVERY == 0;
        queues.addAll(redeliveredFirst ? redelivered : own);
        queues.addAll(redeliveredFirst ? own : redelivered);
        return queues;
    }

    private List<GroupQueue> all(String group, String topic, int first) {
        TopicConfig config = view.topic(topic);
        int count = config == null || !config.readable() ? 0 : config.readQueues();
        List<GroupQueue> queues = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            queues.add(new GroupQueue(group, topic, (int) ((first + (long) i) % count)));
        }
        return queues;
    }

    /**
     * Whether a queue has messages for the next pop.
     *
     * @param attemptId of that pop, empty if it has none
     */
    boolean hasMore(GroupQueue queue, long nowMs, String attemptId) {
        return rest(queue, view.pops().nextPopOffset(queue)) > 0
                && view.pops().inFlight(queue) < limits.maxInFlight()
                && !isBlocked(queue, nowMs, attemptId);
    }

    /** Whether somebody else holds the queue's messages, in order. */
    boolean isBlocked(GroupQueue queue, long nowMs, String attemptId) {
        OrderedBatch ordered = view.pops().ordered(queue);
        return ordered != null && ordered.blocks(nowMs, attemptId);
    }

    /** How long to wait for messages at most, so as to look again when the first blocked queue is free. */
    long holdMs(List<GroupQueue> queues, long nowMs, long deadlineMs) {
        long untilMs = deadlineMs;
        for (GroupQueue queue : queues) {
            OrderedBatch ordered = view.pops().ordered(queue);
            if (ordered != null && ordered.blockedUntilMs() > nowMs) {
                untilMs = Math.min(untilMs, ordered.blockedUntilMs());
            }
        }
        return untilMs - nowMs;
    }

    /** The pop time of what is in flight in order, behind which that of the next pop has to be. */
    long lastPopTimeMs(GroupQueue queue) {
        OrderedBatch ordered = view.pops().ordered(queue);
        return ordered == null ? Long.MIN_VALUE : ordered.popTimeMs();
    }

    private long rest(GroupQueue queue, long nextOffset) {
        long max = view.maxOffset(queue.topic(), queue.queueId());
        return Math.max(0, max - Math.max(nextOffset, view.minOffset(queue.topic(), queue.queueId())));
    }

    /**
     * Chooses messages of one queue.
     *
     * @param room most messages to choose
     * @param roomBytes most bytes of them, except that one is always chosen
     */
    PopSelection select(GroupQueue queue, PopRequest pop, int room, int roomBytes) {
        long expected = view.pops().nextPopOffset(queue);
        long from = Math.max(
                expected >= 0 ? expected : start(queue, pop.header()), view.minOffset(queue.topic(), queue.queueId()));
        boolean redeliveries = PopTopics.isRetry(queue.group(), queue.topic());
        Choice choice = new Choice(redeliveries ? TagFilter.ALL : pop.filter(), from);
        choice.room = Math.min(room, limits.maxInFlight() - view.pops().inFlight(queue));
        choice.roomBytes = roomBytes;
        scan(queue, choice);
        // Where a group starts at the end, that has to be kept before the next message comes.
        boolean keepsStart = expected < 0 && from > 0;
        long next = choice.nextOffset == from && !keepsStart ? expected : choice.nextOffset;
        return new PopSelection(queue, expected, next, choice.entries, rest(queue, choice.nextOffset), List.of());
    }

    private long start(GroupQueue queue, PopMessageHeader header) {
        boolean redeliveries = PopTopics.isRetry(queue.group(), queue.topic());
        if (redeliveries || header.initMode() == PopMessageHeader.INIT_MIN || isWholeAndRecent(queue)) {
            return view.minOffset(queue.topic(), queue.queueId());
        }
        return view.maxOffset(queue.topic(), queue.queueId());
    }

    private boolean isWholeAndRecent(GroupQueue queue) {
        if (view.minOffset(queue.topic(), queue.queueId()) > 0) {
            return false;
        }
        List<QueueEntry> first = view.read(queue.topic(), queue.queueId(), 0, 1);
        return first.isEmpty() || logEnd.getAsLong() - first.get(0).physicalOffset() <= RECENT_BYTES;
    }

    private void scan(GroupQueue queue, Choice choice) {
        long from = choice.nextOffset;
        while (!choice.isFull() && choice.nextOffset - from < limits.maxScanned()) {
            List<QueueEntry> step = view.read(queue.topic(), queue.queueId(), choice.nextOffset, MAX_STEP);
            if (step.isEmpty()) {
                return;
            }
            step.forEach(choice::add);
        }
    }

    private final class Choice {
        private final MessageFilter filter;
        private final List<QueueEntry> entries = new ArrayList<>();
        private long nextOffset;
        private int room;
        private int roomBytes;

        Choice(MessageFilter filter, long from) {
            this.filter = filter;
            nextOffset = from;
        }

        /** A message that was deleted meanwhile counts as wanted: what becomes of it is found out later. */
        private boolean isWanted(QueueEntry entry) {
            if (!filter.mayMatch(entry.tagHash())) {
                return false;
            }
            if (!filter.readsMessages()) {
                return true;
            }
            try {
                return filter.matches(stored.read(List.of(entry)), 0);
            } catch (OffsetRemovedException e) {
                LOG.debug("message {} has just been deleted", entry.queueOffset(), e);
                return true;
            }
        }

        boolean isFull() {
            return room <= 0;
        }

        void add(QueueEntry entry) {
            if (isFull()) {
                return;
            }
            if (isWanted(entry)) {
                if (!entries.isEmpty() && entry.sizeBytes() > roomBytes) {
                    room = 0;
                    return;
                }
                entries.add(entry);
                room--;
                roomBytes -= entry.sizeBytes();
            }
            nextOffset = entry.queueOffset() + 1;
        }
    }
}
