package io.ringmq.broker.topic;

import io.ringmq.remoting.header.GetConsumeStatsHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** GET_CONSUME_STATS (208): how far a group is in each queue of the topics it consumes. */
public final class ConsumeStatsHandler implements RequestHandler {
    private final Progress progress;

    public ConsumeStatsHandler(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void handle(Command request, Responder responder) {
        GetConsumeStatsHeader header = GetConsumeStatsHeader.parse(request);
        responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withBody(progress.of(header.consumerGroup(), topics(header)).encode()));
    }

    private Set<String> topics(GetConsumeStatsHeader header) {
        if (header.topic() != null && !header.topic().isEmpty()) {
            return Set.of(header.topic());
        }
        if (header.topicList() != null && !header.topicList().isEmpty()) {
            return new TreeSet<>(List.of(header.topicList().split(";")));
        }
        return progress.topics(header.consumerGroup());
    }
}
