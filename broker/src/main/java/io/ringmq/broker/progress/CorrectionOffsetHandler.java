package io.ringmq.broker.progress;

import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicQueue;
import io.ringmq.remoting.body.CorrectionOffsetsBody;
import io.ringmq.remoting.header.QueryCorrectionOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * QUERY_CORRECTION_OFFSET (308): for each queue of a topic, how far the slowest group has come; the largest number where
 * the group to compare with is slower than that. Groups to be left out are only left out: Apache RocketMQ deletes their
 * offsets on the way.
 */
public final class CorrectionOffsetHandler implements RequestHandler {
    private final RingView view;

    public CorrectionOffsetHandler(RingView view) {
        this.view = view;
    }

    @Override
    public void handle(Command request, Responder responder) {
        QueryCorrectionOffsetHeader header = QueryCorrectionOffsetHeader.parse(request);
        Set<String> leftOut = header.filterGroups() == null
                ? Set.of()
                : Set.copyOf(List.of(header.filterGroups().split(",")));
        Map<Integer, Long> slowest = new TreeMap<>();
        for (String group : view.groupsConsuming(header.topic())) {
            if (!leftOut.contains(group)) {
                view.committedOffsets(group).forEach((queue, offset) -> take(header.topic(), queue, offset, slowest));
            }
        }
        view.committedOffsets(header.compareGroup()).forEach((queue, offset) -> {
            if (queue.topic().equals(header.topic())) {
                slowest.computeIfPresent(queue.queueId(), (id, least) -> least > offset ? Long.MAX_VALUE : least);
            }
        });
        responder.reply(
                request.reply(ResponseCode.SUCCESS, null).withBody(new CorrectionOffsetsBody(slowest).encode()));
    }

    private void take(String topic, TopicQueue queue, long offset, Map<Integer, Long> slowest) {
        if (queue.topic().equals(topic) && offset >= view.minOffset(topic, queue.queueId())) {
            slowest.merge(queue.queueId(), offset, Math::min);
        }
    }
}
