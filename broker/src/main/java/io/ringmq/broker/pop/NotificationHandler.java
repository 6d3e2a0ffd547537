package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.header.NotificationHeader;
import io.ringmq.remoting.header.NotificationResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** NOTIFICATION (200054), on the leader: tells a consumer that it may pop, at once or when there is something. */
final class NotificationHandler implements RequestHandler {
    private final Proposals proposals;
    private final PopChecks checks;
    private final PopSelector selector;
    private final PopPolling polling;

    NotificationHandler(Proposals proposals, PopChecks checks, PopSelector selector, PopPolling polling) {
        this.proposals = proposals;
        this.checks = checks;
        this.selector = selector;
        this.polling = polling;
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
        long holdMs = Math.min(header.pollMs(), selector.limits().maxHoldMs());
        if (hasMessages(header) || holdMs <= 0) {
            responder.reply(answer(request, hasMessages(header), false));
            return;
        }
        hold(request, responder, header, holdMs);
    }

    private void hold(Command request, Responder responder, NotificationHeader header, long holdMs) {
        boolean held = polling.hold(
                header.consumerGroup(),
                header.topic(),
                header.queueId(),
                holdMs,
                responder.connection(),
                new PopPolling.Held() {
                    @Override
                    public void woken() {
                        responder.reply(answer(request, true, false));
                        // The messages are still there, for a pop that waits as well.
                        polling.wake(header.consumerGroup(), header.topic());
                    }

                    @Override
                    public void timedOut() {
                        responder.reply(answer(request, false, false));
                    }
                });
        if (!held) {
            responder.reply(answer(request, false, true));
        } else if (hasMessages(header)) {
            polling.wake(header.consumerGroup(), header.topic());
        }
    }

    private boolean hasMessages(NotificationHeader header) {
        return selector.queues(header.consumerGroup(), header.topic(), header.queueId()).stream()
                .anyMatch(selector::hasMore);
    }

    private static Command answer(Command request, boolean hasMessage, boolean full) {
        return request.reply(ResponseCode.SUCCESS, null).withHeader(new NotificationResponseHeader(hasMessage, full));
    }
}
