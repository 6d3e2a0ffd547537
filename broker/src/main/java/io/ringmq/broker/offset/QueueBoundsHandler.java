package io.ringmq.broker.offset;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.header.BoundaryType;
import io.ringmq.remoting.header.EarliestStoreTimeResponseHeader;
import io.ringmq.remoting.header.OffsetResponseHeader;
import io.ringmq.remoting.header.QueueOffsetHeader;
import io.ringmq.remoting.header.SearchOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.queue.Boundary;
import io.ringmq.store.queue.QueueEntry;
import java.util.List;
import java.util.function.Function;

/**
 * The bounds of a queue: GET_MAX_OFFSET (30), GET_MIN_OFFSET (31), GET_EARLIEST_MSG_STORETIME (32) and
 * SEARCH_OFFSET_BY_TIMESTAMP (29). Consumers start from the answers, so they are linearizable: a message acknowledged
 * before the question counts, whichever replica is asked.
 */
public final class QueueBoundsHandler implements RequestHandler {
    private static final long NO_MESSAGE = -1;

    private final Proposals proposals;
    private final Function<Command, Header> read;

    private QueueBoundsHandler(Proposals proposals, Function<Command, Header> read) {
        this.proposals = proposals;
        this.read = read;
    }

    public static RequestHandler max(Proposals proposals, RingView view) {
        return new QueueBoundsHandler(proposals, request -> {
            QueueOffsetHeader header = QueueOffsetHeader.parse(request);
            requireTopic(view, header.topic());
            return new OffsetResponseHeader(view.maxOffset(header.topic(), header.queueId()));
        });
    }

    public static RequestHandler min(Proposals proposals, RingView view) {
        return new QueueBoundsHandler(proposals, request -> {
            QueueOffsetHeader header = QueueOffsetHeader.parse(request);
            requireTopic(view, header.topic());
            return new OffsetResponseHeader(view.minOffset(header.topic(), header.queueId()));
        });
    }

    public static RequestHandler earliestStoreTime(Proposals proposals, RingView view) {
        return new QueueBoundsHandler(proposals, request -> {
            QueueOffsetHeader header = QueueOffsetHeader.parse(request);
            requireTopic(view, header.topic());
            long minOffset = view.minOffset(header.topic(), header.queueId());
            List<QueueEntry> first = view.read(header.topic(), header.queueId(), minOffset, 1);
            return new EarliestStoreTimeResponseHeader(
                    first.isEmpty() ? NO_MESSAGE : first.get(0).storeTimestampMs());
        });
    }

    public static RequestHandler searchByTimestamp(Proposals proposals, RingView view) {
        return new QueueBoundsHandler(proposals, request -> {
            SearchOffsetHeader header = SearchOffsetHeader.parse(request);
            requireTopic(view, header.topic());
            Boundary boundary = header.boundaryType() == BoundaryType.UPPER ? Boundary.UPPER : Boundary.LOWER;
            return new OffsetResponseHeader(
                    view.offsetByTimestamp(header.topic(), header.queueId(), header.timestampMs(), boundary));
        });
    }

    @Override
    public void handle(Command request, Responder responder) {
        proposals.read(
                request,
                responder,
                () -> request.reply(ResponseCode.SUCCESS, null).withHeader(read.apply(request)));
    }

    private static void requireTopic(RingView view, String name) {
        TopicConfig topic = view.topic(name);
        if (topic == null) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "topic[" + name + "] not exist");
        }
    }
}
