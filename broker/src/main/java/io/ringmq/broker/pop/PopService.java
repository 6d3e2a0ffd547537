package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.state.PopOrderedTake;
import io.ringmq.broker.state.PopRecords;
import io.ringmq.broker.state.PopTake;
import io.ringmq.broker.state.RingView;
import io.ringmq.raft.ProposalCallback;
import io.ringmq.raft.ProposalException;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers pops, now or when there is something to answer with.
 *
 * <pre>
 *  choose messages --- none -----> wait, or answer 19 (no wait wanted), 209 (too many wait), 210 (time is over)
 *       ^   |
 *       |   '-- some --> record in the log --- applied ---> read them, answer 0
 *       '---------------------------------- somebody was faster
 * </pre>
 *
 * Pops of one queue in one group take turns: while the record of one is on its way the others pass the queue by. So they do
 * while messages of it are in flight in order.
 */
final class PopService {
    private static final Logger LOG = LoggerFactory.getLogger(PopService.class);

    /** Tries without a message, for a filter that lets nothing through, before the client is asked to come again. */
    private static final int MAX_TRIES = 64;

    private final Proposals proposals;
    private final RingView view;
    private final PopSelector selector;
    private final PopAnswers answers;
    private final PopPolling polling;
    private final Time time;
    private final Set<GroupQueue> taken = ConcurrentHashMap.newKeySet();

    /**
     * What time takes.
     *
     * @param executor runs reads of the log; must not reject
     */
    record Time(PopTimes times, Revival revival, Executor executor) {}

    PopService(
            Proposals proposals,
            RingView view,
            PopSelector selector,
            PopAnswers answers,
            PopPolling polling,
            Time time) {
        this.proposals = proposals;
        this.view = view;
        this.selector = selector;
        this.answers = answers;
        this.polling = polling;
        this.time = time;
    }

    void serve(PopRequest pop) {
        attempt(pop, 1);
    }

    private void attempt(PopRequest pop, int number) {
        if (number > MAX_TRIES) {
            pop.responder().reply(PopAnswers.nothing(pop, ResponseCode.PULL_NOT_FOUND, "no message so far matches"));
            return;
        }
        List<PopSelection> chosen = choose(pop);
        if (chosen.isEmpty()) {
            waitOrAnswer(pop);
            return;
        }
        long popTimeMs = popTimeMs(chosen);
        Taking taking = new Taking(pop, chosen, popTimeMs, number);
        try {
            proposals.propose(
                    chosen.stream()
                            .map(selection -> record(pop, selection, popTimeMs))
                            .toList(),
                    taking);
        } catch (RuntimeException e) {
            taking.release();
            throw e;
        }
    }

    private long popTimeMs(List<PopSelection> chosen) {
        long popTimeMs = time.times.nextMs();
        for (PopSelection selection : chosen) {
            popTimeMs = Math.max(popTimeMs, time.times.nextMsAfter(selector.lastPopTimeMs(selection.queue())));
        }
        return popTimeMs;
    }

    private static ProposedRecord record(PopRequest pop, PopSelection selection, long popTimeMs) {
        PopTake take = selection.take(popTimeMs, pop.header().invisibleMs());
        return pop.header().order()
                ? PopRecords.takeInOrder(new PopOrderedTake(take, pop.attemptId()))
                : PopRecords.take(take);
    }

    /** Chooses messages; the queues they are of are taken until they are released. */
    private List<PopSelection> choose(PopRequest pop) {
        PopMessageHeader header = pop.header();
        List<PopSelection> chosen = new ArrayList<>();
        int room = header.maxMessages();
        int roomBytes = selector.limits().maxBytes();
        for (GroupQueue queue : queues(header)) {
            if (room <= 0 || roomBytes <= 0) {
                break;
            }
            PopSelection selection = choose(queue, pop, room, roomBytes);
            if (selection != null) {
                chosen.add(selection);
                room -= selection.entries().size();
                roomBytes -= selection.bytes();
            }
        }
        return chosen;
    }

    private List<GroupQueue> queues(PopMessageHeader header) {
        return selector.queues(header.consumerGroup(), header.topic(), header.queueId(), header.order());
    }

    private @Nullable PopSelection choose(GroupQueue queue, PopRequest pop, int room, int roomBytes) {
        if (!taken.add(queue)) {
            return null;
        }
        boolean kept = false;
        try {
            if (selector.isBlocked(queue, time.times.nowMs(), pop.attemptId())) {
                return null;
            }
            PopSelection selection = selector.select(queue, pop, room, roomBytes);
            kept = selection.movesOn();
            return kept ? selection : null;
        } finally {
            if (!kept) {
                taken.remove(queue);
            }
        }
    }

    private void waitOrAnswer(PopRequest pop) {
        PopMessageHeader header = pop.header();
        long nowMs = time.times.nowMs();
        if (pop.deadlineMs() <= nowMs) {
            timedOut(pop);
            return;
        }
        List<GroupQueue> queues = queues(header);
        boolean held = polling.hold(
                header.consumerGroup(),
                header.topic(),
                header.queueId(),
                selector.holdMs(queues, nowMs, pop.deadlineMs()),
                pop.responder().connection(),
                new PopPolling.Held() {
                    @Override
                    public void woken() {
                        guarded(pop, () -> attempt(pop, 1));
                    }

                    @Override
                    public void timedOut() {
                        guarded(pop, () -> attempt(pop, 1));
                    }
                });
        if (!held) {
            pop.responder()
                    .reply(PopAnswers.nothing(
                            pop, ResponseCode.POLLING_FULL, "too many pops wait for messages on this broker"));
            return;
        }
        wakeIfMore(header.consumerGroup(), header.topic(), queues);
    }

    private static void timedOut(PopRequest pop) {
        int code = pop.header().pollMs() <= 0 ? ResponseCode.PULL_NOT_FOUND : ResponseCode.POLLING_TIMEOUT;
        pop.responder().reply(PopAnswers.nothing(pop, code, "no message to pop"));
    }

    /** Wakes somebody for each queue with messages. One that is taken has somebody who calls this when it is free. */
    private void wakeIfMore(String group, String topic, List<GroupQueue> queues) {
        for (GroupQueue queue : queues) {
            if (!taken.contains(queue) && selector.hasMore(queue, time.times.nowMs(), "")) {
                polling.wake(group, topic, queue);
            }
        }
    }

    /** Messages of a queue are in flight no more; if it was passed over for that, somebody may pop from it again. */
    void resolved(GroupQueue queue, int count) {
        if (view.pops().inFlight(queue) + count >= selector.limits().maxInFlight()) {
            wakeIfMore(queue.group(), PopTopics.original(queue.group(), queue.topic()), List.of(queue));
        }
    }

    /** Messages that were popped in order are in flight no more; with the last of them the queue is free. */
    void resolvedInOrder(GroupQueue queue) {
        wakeIfMore(queue.group(), PopTopics.original(queue.group(), queue.topic()), List.of(queue));
    }

    /** The queue of messages that were popped in order is free earlier or later than those who wait were told. */
    void changedInOrder(GroupQueue queue) {
        polling.wake(queue.group(), PopTopics.original(queue.group(), queue.topic()), queue);
    }

    private static void guarded(PopRequest pop, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error(
                    "pop of {} by {} failed", pop.header().topic(), pop.header().consumerGroup(), e);
            pop.fail(e);
        }
    }

    /** A proposal that hands messages out. */
    private final class Taking implements ProposalCallback {
        private final PopRequest pop;
        private final List<PopSelection> chosen;
        private final long popTimeMs;
        private final int number;
        private final ProposalCallback failures;

        Taking(PopRequest pop, List<PopSelection> chosen, long popTimeMs, int number) {
            this.pop = pop;
            this.chosen = chosen;
            this.popTimeMs = popTimeMs;
            this.number = number;
            failures = proposals.answering(pop.request(), pop.responder(), results -> {
                throw new IllegalStateException("only failures are answered this way");
            });
        }

        @Override
        public void applied(List<@Nullable Object> results) {
            List<PopSelection> granted = new ArrayList<>();
            for (int i = 0; i < chosen.size(); i++) {
                PopSelection selection = chosen.get(i);
                if (selection.entries().isEmpty()) {
                    continue;
                }
                if (results.get(i) instanceof ApplyResult.PoppedInOrder inOrder) {
                    granted.add(selection.delivered(inOrder.deliveries()));
                } else if (results.get(i) instanceof ApplyResult.Applied) {
                    granted.add(selection);
                }
            }
            release();
            if (!pop.header().order()) {
                time.revival.wakeBy(popTimeMs + pop.header().invisibleMs());
            }
            time.executor.execute(() -> guarded(pop, () -> goOn(granted)));
        }

        private void goOn(List<PopSelection> granted) {
            if (granted.isEmpty()) {
                attempt(pop, number + 1);
            } else {
                pop.responder().reply(answers.found(pop, granted, popTimeMs));
            }
        }

        @Override
        public void rejected(ProposalException cause) {
            release();
            failures.rejected(cause);
        }

        @Override
        public void unknown(ProposalException cause) {
            release();
            failures.unknown(cause);
        }

        void release() {
            List<GroupQueue> queues = chosen.stream().map(PopSelection::queue).toList();
            queues.forEach(taken::remove);
            wakeIfMore(pop.header().consumerGroup(), pop.header().topic(), queues);
        }
    }
}
