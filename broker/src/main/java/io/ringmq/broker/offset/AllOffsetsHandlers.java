package io.ringmq.broker.offset;

import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.state.TopicQueue;
import io.ringmq.remoting.body.DataVersion;
import io.ringmq.remoting.body.DelayOffsetBody;
import io.ringmq.remoting.body.OffsetTableBody;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All progress of a ring for tools: of consumer groups (43), and of the delivery of delayed messages (45). */
public final class AllOffsetsHandlers {
    private final RingView view;
    private final Supplier<DataVersion> version;

    /** @param version of the answers */
    public AllOffsetsHandlers(RingView view, Supplier<DataVersion> version) {
        this.view = view;
        this.version = version;
    }

    /** GET_ALL_CONSUMER_OFFSET. */
    public RequestHandler consumers() {
        return (request, responder) -> {
            Map<String, Map<Integer, Long>> offsets = new TreeMap<>();
            for (GroupConfig config : view.groups()) {
                String group = config.name();
                view.committedOffsets(group)
                        .forEach((queue, offset) -> offsets.computeIfAbsent(
                                        queue.topic() + "@" + group, key -> new TreeMap<>())
                                .put(queue.queueId(), offset));
            }
            responder.reply(request.reply(ResponseCode.SUCCESS, null)
                    .withBody(new OffsetTableBody(version.get(), offsets).encode()));
        };
    }

    /** GET_ALL_DELAY_OFFSET. */
    public RequestHandler delays() {
        return (request, responder) -> {
            Map<Integer, Long> offsets = new TreeMap<>();
            for (Map.Entry<TopicQueue, Long> committed :
                    view.committedOffsets(SystemTopics.SCHEDULE_GROUP).entrySet()) {
                offsets.put(committed.getKey().queueId() + 1, committed.getValue());
            }
            responder.reply(request.reply(ResponseCode.SUCCESS, null)
                    .withBody(new DelayOffsetBody(version.get(), offsets).encode()));
        };
    }
}
