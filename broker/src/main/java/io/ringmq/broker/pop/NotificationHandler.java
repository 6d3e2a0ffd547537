package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.header.NotificationHeader;
import io.ringmq.remoting.header.NotificationResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/** NOTIFICATION (200054), on the leader: tells a consumer that it may pop, at once or when there is something. */
final class NotificationHandler implements RequestHandler {
    private final Proposals proposals;
    private final PopChecks checks;
    private final PopSelector selector;
    private final PopPolling polling;
    private final PopTimes times;

    NotificationHandler(
            Proposals proposals, PopChecks checks, PopSelector selector, PopPolling polling, PopTimes times) {
        this.proposals = proposals;
        this.checks = checks;
        this.selector = selector;
        this.polling = polling;
        this.times = times;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        NotificationHeader header = NotificationHeader.parse(request);
        TopicConfig topic = checks.requireTopic(header.topic());
        if (header.queueId() != -1) {
            PopChecks.requireQueue(topic, header.queueId(), ResponseCode.INVALID_PARAMETER);
        }
        checks.requireGroup(header.consumerGroup());
        PopChecks.requireAttempt(header.attemptId());
        long holdMs = Math.max(0, Math.min(header.pollMs(), selector.limits().maxHoldMs()));
        answerOrHold(request, responder, header, times.nowMs() + holdMs);
    }

    private void answerOrHold(Command request, Responder responder, NotificationHeader header, long deadlineMs) {
        boolean hasMessages = hasMessages(header);
        if (hasMessages || deadlineMs <= times.nowMs()) {
            responder.reply(answer(request, hasMessages, false));
        } else {
            hold(request, responder, header, deadlineMs);
        }
    }

    private void hold(Command request, Responder responder, NotificationHeader header, long deadlineMs) {
        boolean held = polling.hold(
                header.consumerGroup(),
                header.topic(),
                header.queueId(),
                selector.holdMs(queues(header), times.nowMs(), deadlineMs),
                responder.connection(),
                new PopPolling.Held() {
                    @Override
                    public void woken() {
                        if (header.order() && proposals.isLeader() && !hasMessages(header)) {
                            answerOrHold(request, responder, header, deadlineMs);
                            return;
                        }
                        responder.reply(answer(request, true, false));
                        // The messages are still there, for a pop that waits as well.
                        polling.wake(header.consumerGroup(), header.topic());
                    }

                    @Override
                    public void timedOut() {
                        answerOrHold(request, responder, header, deadlineMs);
                    }
                });
        if (!held) {
            responder.reply(answer(request, false, true));
        } else if (hasMessages(header)) {
            polling.wake(header.consumerGroup(), header.topic());
        }
    }

    private boolean hasMessages(NotificationHeader header) {
        String attemptId = header.attemptId();
        String told = header.order() && attemptId != null ? attemptId : "";
        return queues(header).stream().anyMatch(queue -> selector.hasMore(queue, times.nowMs(), told));
    }

    private List<GroupQueue> queues(NotificationHeader header) {
        return selector.queues(header.consumerGroup(), header.topic(), header.queueId(), header.order());
    }

    private static Command answer(Command request, boolean hasMessage, boolean full) {
        return request.reply(ResponseCode.SUCCESS, null).withHeader(new NotificationResponseHeader(hasMessage, full));
    }
}
