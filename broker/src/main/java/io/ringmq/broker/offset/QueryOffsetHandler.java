package io.ringmq.broker.offset;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.header.OffsetResponseHeader;
import io.ringmq.remoting.header.QueryConsumerOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.queue.QueueEntry;
import java.util.List;

/**
 * QUERY_CONSUMER_OFFSET (14): where a group goes on in a queue. Linearizable: what was acknowledged as committed before
 * the question is in the answer, whichever replica is asked.
 *
 * <p>A group without progress starts at 0, whatever its consumers say about where to start, if the queue still has its
 * first message and that one is recent; stock brokers do so if it is in memory, which here is a fixed distance to the
 * end of the log. Otherwise the answer is QUERY_NOT_FOUND and the consumer decides.
 */
public final class QueryOffsetHandler implements RequestHandler {
    private static final long RECENT_BYTES = 1L << 30;

    private final Proposals proposals;
    private final RingView view;
    private final CommitLog log;

    public QueryOffsetHandler(Proposals proposals, RingView view, CommitLog log) {
        this.proposals = proposals;
        this.view = view;
        this.log = log;
    }

    @Override
    public void handle(Command request, Responder responder) {
        QueryConsumerOffsetHeader header = QueryConsumerOffsetHeader.parse(request);
        proposals.read(request, responder, () -> answer(request, header));
    }

    private Command answer(Command request, QueryConsumerOffsetHeader header) {
        long offset = view.committedOffset(header.consumerGroup(), header.topic(), header.queueId());
        boolean startsAtZero = offset < 0 && header.zeroIfNotFound() && isWholeAndRecent(header);
        if (offset < 0 && !startsAtZero) {
            return request.reply(
                    ResponseCode.QUERY_NOT_FOUND,
                    "Not found, group " + header.consumerGroup() + " has no offset in this queue yet");
        }
        return request.reply(ResponseCode.SUCCESS, null).withHeader(new OffsetResponseHeader(Math.max(0, offset)));
    }

    private boolean isWholeAndRecent(QueryConsumerOffsetHeader header) {
        if (view.minOffset(header.topic(), header.queueId()) > 0) {
            return false;
        }
        List<QueueEntry> first = view.read(header.topic(), header.queueId(), 0, 1);
        return first.isEmpty() || log.endOffset() - first.get(0).physicalOffset() <= RECENT_BYTES;
    }
}
