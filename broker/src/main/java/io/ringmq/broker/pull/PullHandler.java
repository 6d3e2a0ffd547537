package io.ringmq.broker.pull;

import io.ringmq.broker.filter.MessageFilter;
import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;

/**
 * PULL_MESSAGE (11) and LITE_PULL_MESSAGE (361), which mean the same. Any replica serves them. Reads the log, so it
 * belongs on a worker.
 */
public final class PullHandler implements RequestHandler {
    private final PullChecks checks;
    private final OffsetCommits commits;
    private final PullService service;

    public PullHandler(PullChecks checks, OffsetCommits commits, PullService service) {
        this.checks = checks;
        this.commits = commits;
        this.service = service;
    }

    @Override
    public void handle(Command request, Responder responder) {
        PullMessageHeader header = PullMessageHeader.parse(request);
        MessageFilter filter = checks.filter(header);
        if (header.has(PullMessageHeader.COMMIT_OFFSET) && header.commitOffset() >= 0) {
            commits.commit(
                    new OffsetCommit(header.consumerGroup(), header.topic(), header.queueId(), header.commitOffset()));
        }
        service.serve(new PullRequest(request, responder, header, filter));
    }
}
