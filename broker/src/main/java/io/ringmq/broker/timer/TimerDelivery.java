package io.ringmq.broker.timer;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TimerFiring;
import io.ringmq.broker.state.TimerRecords;
import io.ringmq.broker.state.TimerView;
import io.ringmq.broker.state.TimerView.PendingTimer;
import io.ringmq.broker.state.TimerView.Upcoming;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers timed messages when they are due by the leader's clock, on the leader, in the order of their times: for each
 * it proposes the end of its wait and, on condition of that, the message. What is delivered is decided when that is
 * applied, so it does no harm that two leaders propose the same. Thread-safe.
 */
public final class TimerDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(TimerDelivery.class);

    /** Of one proposal. */
    private static final int MAX_MESSAGES = 256;

    private static final int MAX_BYTES = 256 << 10;

    private final Proposals proposals;
    private final RingView view;
    private final MessageRecords records;
    private final DueWork work;

    public TimerDelivery(Proposals proposals, RingView view, MessageRecords records, DueWork.Time time) {
        this.proposals = proposals;
        this.view = view;
        this.records = records;
        this.work = new DueWork("timed messages", proposals, new Waiting(), time);
    }

    /** This node leads: what was set before may be due. */
    public void leaderStarted() {
        work.leaderStarted();
    }

    /** Messages wait since just now, the first of which is due then. Cheap, and may be called often. */
    public void timersSet(long dueMs) {
        if (proposals.isLeader()) {
            work.wakeBy(dueMs);
        }
    }

    /** One look tells both what is due and when the next one is. */
    private final class Waiting implements DueWork.Source {
        private volatile long nextDueMs = TimerView.NOTHING_WAITS;

        @Override
        public long earliestMs() {
            return nextDueMs;
        }

        @Override
        public DueWork.Round look(long nowMs) {
            Upcoming upcoming = view.timers().upcoming(nowMs, MAX_MESSAGES, MAX_BYTES);
            nextDueMs = upcoming.nextDueMs();
            return new DueWork.Round(deliveries(upcoming.due()), TimerDelivery::reportRejected);
        }
    }

    private List<ProposedRecord> deliveries(List<PendingTimer> due) {
        List<ProposedRecord> proposed = new ArrayList<>(2 * due.size());
        for (PendingTimer timer : due) {
            WireMessage message = MessageLayout.read(timer.message());
            proposed.add(TimerRecords.fire(new TimerFiring(timer.key(), timer.idHash(), 1)));
            proposed.add(records.of(inItsQueue(message)));
        }
        return proposed;
    }

    /** The topic may have fewer queues than when the message was sent. */
    private WireMessage inItsQueue(WireMessage message) {
        TopicConfig topic = view.topic(message.topic());
        if (topic == null || message.queueId() < topic.queues()) {
            return message;
        }
        return message.withQueueId(message.queueId() % Math.max(1, topic.writeQueues()));
    }

    /** Messages whose topic was deleted while they waited are gone with it. */
    private static void reportRejected(List<@Nullable Object> results) {
        for (Object result : results) {
            if (result instanceof ApplyResult.Rejected rejected) {
                LOG.warn("a timed message could not be delivered: {}", rejected.detail());
            }
        }
    }
}
