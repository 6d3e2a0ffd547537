package io.ringmq.broker.topic;

import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueueOffsets;
import io.ringmq.remoting.body.TopicStatsBody;
import io.ringmq.remoting.header.GetTopicStatsHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.queue.QueueEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GET_TOPIC_STATS_INFO (202): first and last offset and time of the last message of each queue. */
public final class TopicStatsHandler implements RequestHandler {
    private final String ringName;
    private final RingView view;
    private final Traffic traffic;

    public TopicStatsHandler(String ringName, RingView view, Traffic traffic) {
        this.ringName = ringName;
        this.view = view;
        this.traffic = traffic;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String name = GetTopicStatsHeader.parse(request).topic();
        TopicConfig topic = view.topic(name);
        if (topic == null) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "topic[" + name + "] not exist");
        }
        Map<MessageQueue, QueueOffsets> queues = new LinkedHashMap<>();
        for (int queueId = 0; queueId < topic.queues(); queueId++) {
            queues.put(new MessageQueue(name, ringName, queueId), offsets(name, queueId));
        }
        TopicStatsBody body = new TopicStatsBody(queues, traffic.storedPerSecond(name));
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(body.encode()));
    }

    private QueueOffsets offsets(String topic, int queueId) {
        long maxOffset = view.maxOffset(topic, queueId);
        List<QueueEntry> last = maxOffset == 0 ? List.of() : view.read(topic, queueId, maxOffset - 1, 1);
        long lastMs = last.isEmpty() ? 0 : last.get(0).storeTimestampMs();
        return new QueueOffsets(view.minOffset(topic, queueId), maxOffset, lastMs);
    }
}
