package io.ringmq.broker.pop;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.PopMode;
import io.ringmq.broker.state.PopRecords;
import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.body.RequestMode;
import io.ringmq.remoting.body.RequestModeTable;
import io.ringmq.remoting.body.SetRequestModeBody;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.util.List;

/** SET_MESSAGE_REQUEST_MODE (401) and GET_ALL_MESSAGE_REQUEST_MODE (402): which groups pop from which topics. */
final class RequestModeHandlers {
    /** Most modes that may be set. */
    private static final int MAX_MODES = 100_000;

    private final Proposals proposals;
    private final RingView view;

    RequestModeHandlers(Proposals proposals, RingView view) {
        this.proposals = proposals;
        this.view = view;
    }

    RequestHandler set() {
        return (request, responder) -> {
            Command refusal = proposals.followerRefusal(request);
            if (refusal != null) {
                responder.reply(refusal);
                return;
            }
            PopMode mode = mode(SetRequestModeBody.decode(request.body()));
            proposals.propose(
                    request,
                    responder,
                    List.of(PopRecords.mode(mode)),
                    results -> request.reply(ResponseCode.SUCCESS, null));
        };
    }

    private PopMode mode(SetRequestModeBody body) {
        String invalid = TopicNames.reasonInvalid(body.topic());
        if (invalid == null) {
            invalid = GroupNames.reasonInvalid(body.consumerGroup());
        }
        if (invalid != null) {
            throw PopChecks.invalid(invalid);
        }
        if (TopicNames.isRetry(body.topic())) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "retry topic is not allowed to set mode, it is always pulled from");
        }
        boolean pop = body.mode() == RequestMode.POP;
        if (pop && view.pops().modes().size() >= MAX_MODES) {
            throw new CommandException(ResponseCode.SYSTEM_ERROR, MAX_MODES + " groups and topics have a mode already");
        }
        return new PopMode(body.consumerGroup(), body.topic(), pop, body.popShareQueues());
    }

    RequestHandler all() {
        return (request, responder) -> {
            List<SetRequestModeBody> modes = view.pops().modes().stream()
                    .map(mode -> new SetRequestModeBody(
                            mode.topic(),
                            mode.group(),
                            mode.pop() ? RequestMode.POP : RequestMode.PULL,
                            mode.shareQueues()))
                    .toList();
            responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new RequestModeTable(modes).encode()));
        };
    }
}
