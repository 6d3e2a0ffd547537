package io.ringmq.broker.verify;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.VerifyMark;
import io.ringmq.remoting.header.StartVerifyHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.commitlog.CommitLog;
import java.util.List;

/** START_VERIFY (9121): the leader writes a mark to the log; answered when it is applied. Never blocks. */
public final class StartVerifyHandler implements RequestHandler {
    private final Proposals proposals;
    private final CommitLog log;

    public StartVerifyHandler(Proposals proposals, CommitLog log) {
        this.proposals = proposals;
        this.log = log;
    }

    @Override
    public void handle(Command request, Responder responder) {
        StartVerifyHeader header = StartVerifyHeader.parse(request);
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        if (header.fromOffset() < log.startOffset() || header.fromOffset() > log.endOffset()) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "the log of this replica goes from " + log.startOffset() + " to " + log.endOffset()
                            + ", so it can not be compared from " + header.fromOffset() + " on");
        }
        proposals.propose(
                request,
                responder,
                List.of(Records.verify(new VerifyMark(header.id(), header.fromOffset()))),
                results -> request.reply(ResponseCode.SUCCESS, null));
    }
}
