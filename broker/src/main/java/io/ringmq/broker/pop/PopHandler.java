package io.ringmq.broker.pop;

import io.ringmq.broker.filter.FilterCompiler;
import io.ringmq.broker.filter.MessageFilter;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.header.PopMessageHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/** POP_MESSAGE (200050), on the leader. Reads the log, so it belongs on a worker. */
final class PopHandler implements RequestHandler {
    private final Proposals proposals;
    private final PopChecks checks;
    private final PopService service;
    private final PopTimes times;
    private final PopLimits limits;
    private final FilterCompiler filters = new FilterCompiler();

    PopHandler(Proposals proposals, PopChecks checks, PopService service, PopTimes times, PopLimits limits) {
        this.proposals = proposals;
        this.checks = checks;
        this.service = service;
        this.times = times;
        this.limits = limits;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        PopMessageHeader header = PopMessageHeader.parse(request);
        check(header);
        MessageFilter filter = filters.compile(header.topic(), header.expressionType(), header.expression());
        long holdMs = Math.max(0, Math.min(header.pollMs(), limits.maxHoldMs()));
        service.serve(new PopRequest(request, responder, header, filter, times.nowMs() + holdMs));
    }

    private void check(PopMessageHeader header) {
        PopChecks.requireAttempt(header.attemptId());
        if (header.maxMessages() < 1 || header.maxMessages() > PopLimits.MAX_MESSAGES) {
            throw PopChecks.invalid(
                    "a pop takes 1 to " + PopLimits.MAX_MESSAGES + " messages, not " + header.maxMessages());
        }
        PopChecks.requireInvisible(header.invisibleMs(), 1);
        TopicConfig topic = checks.requireTopic(header.topic());
        if (header.queueId() != -1) {
            PopChecks.requireQueue(topic, header.queueId(), ResponseCode.INVALID_PARAMETER);
        }
        checks.requireGroup(header.consumerGroup());
    }
}
