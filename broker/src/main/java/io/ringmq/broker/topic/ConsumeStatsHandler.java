package io.ringmq.broker.topic;

import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.state.TopicQueue;
import io.ringmq.remoting.body.ConsumeStatsBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueueConsumption;
import io.ringmq.remoting.header.GetConsumeStatsHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.queue.QueueEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** GET_CONSUME_STATS (208): how far a group is in each queue of the topics it consumes. */
public final class ConsumeStatsHandler implements RequestHandler {
    private final String ringName;
    private final RingView view;

    public ConsumeStatsHandler(String ringName, RingView view) {
        this.ringName = ringName;
        this.view = view;
    }

    @Override
    public void handle(Command request, Responder responder) {
        GetConsumeStatsHeader header = GetConsumeStatsHeader.parse(request);
        Map<TopicQueue, Long> committed = view.committedOffsets(header.consumerGroup());
        Map<MessageQueue, QueueConsumption> queues = new LinkedHashMap<>();
        for (String name : topics(header, committed.keySet())) {
            TopicConfig topic = view.topic(name);
            int count = topic == null ? 0 : topic.readQueues();
            for (int queueId = 0; queueId < count; queueId++) {
                long offset = committed.getOrDefault(new TopicQueue(name, queueId), 0L);
                queues.put(new MessageQueue(name, ringName, queueId), consumption(name, queueId, offset));
            }
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new ConsumeStatsBody(0, queues).encode()));
    }

    private static Set<String> topics(GetConsumeStatsHeader header, Set<TopicQueue> committed) {
        if (header.topic() != null && !header.topic().isEmpty()) {
            return Set.of(header.topic());
        }
        if (header.topicList() != null && !header.topicList().isEmpty()) {
            return new TreeSet<>(List.of(header.topicList().split(";")));
        }
        return committed.stream().map(TopicQueue::topic).collect(Collectors.toCollection(TreeSet::new));
    }

    private QueueConsumption consumption(String topic, int queueId, long offset) {
        long lastMs = 0;
        if (offset > 0) {
            List<QueueEntry> last = view.read(topic, queueId, offset - 1, 1);
            lastMs = last.isEmpty() ? 0 : last.get(0).storeTimestampMs();
        }
        return new QueueConsumption(view.maxOffset(topic, queueId), offset, offset, lastMs);
    }
}
